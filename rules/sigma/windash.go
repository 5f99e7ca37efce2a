package sigma

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/ir"
)

// dashCharacters are what Windows programs take for the start of a parameter.
const dashCharacters = "-/–—―"

// windash makes each dash that starts a parameter stand for every one of them.
// A matcher does that, so any number of parameters is fine.
func windash(_ *reader, ps []pattern) ([]pattern, *fault) {
	var out []pattern
	for _, p := range ps {
		var dashed pattern
		for i, piece := range p {
			if !piece.isText() {
				dashed = dashed.add(piece)
				continue
			}
			before := i > 0 && p[i-1].placeholder != ""
			after := i+1 < len(p) && p[i+1].placeholder != ""
			dashed = dashed.dashes(piece.Text, before, after)
		}
		out = append(out, dashed)
	}
	return out, nil
}

// dashes appends s with its parameters' dashes taken out. before and after say
// that a word borders on s there.
func (p pattern) dashes(s string, before, after bool) pattern {
	start := 0
	for i, r := range s {
		inWord := before
		if prev, _ := utf8.DecodeLastRuneInString(s[:i]); i > 0 {
			inWord = isWord(prev)
		}
		if !strings.ContainsRune(dashCharacters, r) || inWord {
			continue
		}
		end := i + utf8.RuneLen(r)
		named := after
		if next, _ := utf8.DecodeRuneInString(s[end:]); end < len(s) {
			named = isWord(next)
		}
		if named {
			p = p.text(s[start:i]).add(piece{Segment: ir.Segment{Kind: ir.Dash}})
			start = end
		}
	}
	return p.text(s[start:])
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
