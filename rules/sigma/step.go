package sigma

import (
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// step changes patterns as a modifier wants it.
type step func(r *reader, ps []notation.Pattern) ([]notation.Pattern, *fault)

// windash lets dashes that start parameters stand for one another.
func windash(_ *reader, ps []notation.Pattern) ([]notation.Pattern, *fault) {
	out := make([]notation.Pattern, len(ps))
	for i, p := range ps {
		out[i] = p.Dashed()
	}
	return out, nil
}

// encode returns the step that encodes texts. An encoding may have several
// forms; one that is empty would match everything.
func encode(forms func(string) []string) step {
	return func(r *reader, ps []notation.Pattern) ([]notation.Pattern, *fault) {
		ps, f := r.spellDashes(ps)
		if f != nil {
			return nil, f
		}
		var out []notation.Pattern
		for _, p := range ps {
			s, ok := p.Literal()
			if !ok {
				return nil, &fault{code: codeEncoding, msg: "a text with wildcards cannot be encoded", hint: `write \* and \? for the characters themselves`}
			}
			for _, form := range forms(s) {
				if form == "" {
					return nil, &fault{code: codeEncoding, msg: "the text is too short to be found in an encoding"}
				}
				out = append(out, notation.Plain(form))
			}
		}
		return out, nil
	}
}

// spellDashes writes out what windash left to the matcher: each dash has its own
// encoding.
func (r *reader) spellDashes(ps []notation.Pattern) ([]notation.Pattern, *fault) {
	var out []notation.Pattern
	for _, p := range ps {
		spellings := 1
		for _, piece := range p {
			if piece.Kind == ir.Dash {
				spellings *= utf8.RuneCountInString(notation.Dashes)
			}
			if !r.spend(spellings * (perEncoded + perByte*len(piece.Text))) {
				return nil, overBudget("windash before an encoding")
			}
		}
		out = append(out, p.Spelled()...)
	}
	return out, nil
}
