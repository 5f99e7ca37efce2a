package notation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/ir"
)

// Dashes are what Windows programs take for the start of a parameter.
const Dashes = "-/–—―"

// Dashed returns the pattern with each dash that starts a parameter standing for
// every one of them. A matcher does that, so any number of parameters is fine.
func (p Pattern) Dashed() Pattern {
	var dashed Pattern
	for i, piece := range p {
		if !piece.isText() {
			dashed = dashed.add(piece)
			continue
		}
		before := i > 0 && p[i-1].Placeholder != ""
		after := i+1 < len(p) && p[i+1].Placeholder != ""
		dashed = dashed.dashes(piece.Text, before, after)
	}
	return dashed
}

// dashes appends s with its parameters' dashes taken out. before and after say
// that a word borders on s there.
func (p Pattern) dashes(s string, before, after bool) Pattern {
	start := 0
	for i, r := range s {
		inWord := before
		if prev, _ := utf8.DecodeLastRuneInString(s[:i]); i > 0 {
			inWord = isWord(prev)
		}
		if !strings.ContainsRune(Dashes, r) || inWord {
			continue
		}
		end := i + utf8.RuneLen(r)
		named := after
		if next, _ := utf8.DecodeRuneInString(s[end:]); end < len(s) {
			named = isWord(next)
		}
		if named {
			p = p.text(s[start:i]).add(Piece{Segment: ir.Segment{Kind: ir.Dash}})
			start = end
		}
	}
	return p.text(s[start:])
}

// Spelled writes out what Dashed left to the matcher: a pattern for each way to
// spell its dashes. They are many; the caller bounds them.
func (p Pattern) Spelled() []Pattern {
	spelled := []Pattern{nil}
	for _, next := range p {
		var grown []Pattern
		for _, q := range spelled {
			if next.Kind != ir.Dash {
				grown = append(grown, clone(q).add(next))
				continue
			}
			for _, dash := range Dashes {
				grown = append(grown, clone(q).text(string(dash)))
			}
		}
		spelled = grown
	}
	return spelled
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
