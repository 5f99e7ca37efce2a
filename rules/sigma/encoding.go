package sigma

import (
	"encoding/base64"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/ir"
)

// encode returns the step that encodes texts. An encoding may have several
// forms; one that is empty would match everything.
func encode(forms func(string) []string) step {
	return func(r *reader, ps []pattern) ([]pattern, *fault) {
		ps, f := r.spellDashes(ps)
		if f != nil {
			return nil, f
		}
		var out []pattern
		for _, p := range ps {
			s, ok := p.literal()
			if !ok {
				return nil, &fault{code: codeEncoding, msg: "a text with wildcards cannot be encoded", hint: `write \* and \? for the characters themselves`}
			}
			for _, form := range forms(s) {
				if form == "" {
					return nil, &fault{code: codeEncoding, msg: "the text is too short to be found in an encoding"}
				}
				out = append(out, plain(form))
			}
		}
		return out, nil
	}
}

// spellDashes writes out what windash left to the matcher: each dash has its own
// encoding.
func (r *reader) spellDashes(ps []pattern) ([]pattern, *fault) {
	var out []pattern
	for _, p := range ps {
		spellings := 1
		for _, piece := range p {
			if piece.Kind == ir.Dash {
				spellings *= utf8.RuneCountInString(dashCharacters)
			}
			if !r.spend(spellings * (perEncoded + perByte*len(piece.Text))) {
				return nil, overBudget("windash before an encoding")
			}
		}
		spelled := []pattern{nil}
		for _, next := range p {
			var grown []pattern
			for _, q := range spelled {
				if next.Kind != ir.Dash {
					grown = append(grown, clone(q).add(next))
					continue
				}
				for _, dash := range dashCharacters {
					grown = append(grown, clone(q).text(string(dash)))
				}
			}
			spelled = grown
		}
		out = append(out, spelled...)
	}
	return out, nil
}

// clone returns a copy that can be added to while p is added to as well.
func clone(p pattern) pattern { return append(make(pattern, 0, len(p)+1), p...) }

func utf16le(s string) []string { return []string{utf16bytes(s, binary.LittleEndian)} }

func utf16be(s string) []string { return []string{utf16bytes(s, binary.BigEndian)} }

// utf16bom is UTF-16LE behind its byte order mark.
func utf16bom(s string) []string { return []string{"\xff\xfe" + utf16bytes(s, binary.LittleEndian)} }

func utf16bytes(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func base64text(s string) []string { return []string{base64.StdEncoding.EncodeToString([]byte(s))} }

// base64offsets returns what s looks like at each of the three places in a
// longer text that is encoded as a whole, without the characters at its ends
// that depend on its neighbours.
func base64offsets(s string) []string {
	var forms []string
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), s...))
		start := (shift*8 + 5) / 6
		end := (shift + len(s)) * 8 / 6
		forms = append(forms, encoded[start:max(start, end)])
	}
	return forms
}
