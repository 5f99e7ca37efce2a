package oracle

import (
	"strings"
	"unicode"
)

// symbol is one place of a pattern.
type symbol struct {
	kind symbolKind
	r    rune // of a literal
}

type symbolKind uint8

const (
	literal symbolKind = iota
	anyOne             // ?
	anyRun             // *
	anyDash            // one of the five that windash knows
)

// pattern is a text with wildcards.
type pattern []symbol

// dashMark stands in texts for anyDash; no rule of a test has it.
const dashMark = '\uE000'

// plain returns a pattern without wildcards.
func plain(s string) pattern {
	var p pattern
	for _, r := range s {
		p = append(p, symbol{literal, r})
	}
	return p
}

// parsePattern reads the wildcards and escapes of a Sigma value. "Plain
// backslash not followed by a wildcard can be expressed as single \ or double
// backslash \\ … A wildcard has to be escaped to be handled as a plain
// character … The backslash before a wildcard has to be escaped to handle the
// value as a backslash followed by a wildcard."
func parsePattern(s string) pattern {
	var p pattern
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '\\' && i+1 < len(runes) && (runes[i+1] == '\\' || runes[i+1] == '*' || runes[i+1] == '?'):
			i++
			p = append(p, symbol{literal, runes[i]})
		case r == dashMark:
			p = append(p, symbol{kind: anyDash})
		case r == '*':
			p = append(p, symbol{kind: anyRun})
		case r == '?':
			p = append(p, symbol{kind: anyOne})
		default:
			p = append(p, symbol{literal, r})
		}
	}
	return p
}

// text returns the text of a pattern that has no wildcard.
func (p pattern) text() (string, bool) {
	var runes []rune
	for _, s := range p {
		if s.kind != literal {
			return "", false
		}
		runes = append(runes, s.r)
	}
	return string(runes), true
}

// windash makes every dash that starts a parameter stand for all five.
func (p pattern) windash() pattern {
	out := append(pattern{}, p...)
	for i, s := range p {
		inWord := i > 0 && p[i-1].kind == literal && isWord(p[i-1].r)
		named := i+1 < len(p) && p[i+1].kind == literal && isWord(p[i+1].r)
		if s.kind == literal && isDash(s.r) && !inWord && named {
			out[i] = symbol{kind: anyDash}
		}
	}
	return out
}

func isDash(r rune) bool {
	return r == '-' || r == '/' || r == '–' || r == '—' || r == '―'
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// fold returns s with each character replaced by the least of those that are
// equal to it under simple case folding.
func fold(s string) string { return strings.Map(foldRune, s) }

func foldRune(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// folded returns the pattern with its literals folded.
func (p pattern) folded() pattern {
	out := append(pattern{}, p...)
	for i := range out {
		out[i].r = foldRune(out[i].r)
	}
	return out
}

// place is where in a text a pattern has to stand.
type place uint8

const (
	everywhere place = iota // from the start to the end
	atStart
	atEnd
	anywhere
)

// in returns what reports whether the pattern stands in its place of a text.
func (p pattern) in(where place) func(string) bool {
	if lit, ok := p.text(); ok {
		switch where {
		case atStart:
			return func(s string) bool { return strings.HasPrefix(s, lit) }
		case atEnd:
			return func(s string) bool { return strings.HasSuffix(s, lit) }
		case anywhere:
			return func(s string) bool { return strings.Contains(s, lit) }
		}
		return func(s string) bool { return s == lit }
	}
	run := symbol{kind: anyRun}
	if where == atEnd || where == anywhere {
		p = append(pattern{run}, p...)
	}
	if where == atStart || where == anywhere {
		p = append(append(pattern{}, p...), run)
	}
	return func(s string) bool { return p.covers([]rune(s)) }
}

// covers walks along the text. Where the pattern fails it goes back to the last
// run and lets that take one character more; no earlier run can do better.
func (p pattern) covers(text []rune) bool {
	at, i := 0, 0
	run, next := -1, 0
	for i < len(text) {
		switch {
		case at < len(p) && p[at].kind == anyRun:
			run, next = at, i
			at++
		case at < len(p) && p[at].is(text[i]):
			at++
			i++
		case run >= 0:
			next++
			at, i = run+1, next
		default:
			return false
		}
	}
	for at < len(p) && p[at].kind == anyRun {
		at++
	}
	return at == len(p)
}

func (s symbol) is(r rune) bool {
	switch s.kind {
	case literal:
		return s.r == r
	case anyOne:
		return true
	case anyDash:
		return isDash(r)
	}
	return false
}
