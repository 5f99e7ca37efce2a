package pipeline

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// text is a value as steps see it, which is as pySigma shows it: wildcards are
// * and ?, and what only looks like one has a backslash before it. What each
// byte is stands beside it, since C:\* may end in either.
type text struct {
	shown []byte
	kinds []kind
}

func (t text) String() string { return string(t.shown) }

type kind byte

const (
	literal kind = iota
	escape       // the backslash before a literal * or ?
	wildcard
	placeholder
)

func (t *text) add(s string, k kind) {
	t.shown = append(t.shown, s...)
	for range len(s) {
		t.kinds = append(t.kinds, k)
	}
}

// addLiteral adds what stands for nothing but itself.
func (t *text) addLiteral(s string) {
	for {
		i := strings.IndexAny(s, "*?")
		if i < 0 {
			t.add(s, literal)
			return
		}
		t.add(s[:i], literal)
		t.add(`\`, escape)
		t.add(s[i:i+1], literal)
		s = s[i+1:]
	}
}

// addPart adds a part of another text.
func (t *text) addPart(from text, begin, end int) {
	t.shown = append(t.shown, from.shown[begin:end]...)
	t.kinds = append(t.kinds, from.kinds[begin:end]...)
}

var placeholderName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^%([\pL\pN\pM_.-]+)%`) })

// read reads a value as Sigma writes it; expand says that it may have
// placeholders.
func read(s string, expand bool) text {
	var t text
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`\*?`, s[i+1]) >= 0, c == '\\' && expand && strings.HasPrefix(s[i+1:], "%"):
			i++
			t.addLiteral(s[i : i+1])
		case c == '*' || c == '?':
			t.add(s[i:i+1], wildcard)
		case c == '%' && expand && placeholderName().MatchString(s[i:]):
			name := placeholderName().FindString(s[i:])
			t.add(name, placeholder)
			i += len(name) - 1
		default:
			t.add(s[i:i+1], literal)
		}
	}
	return t
}

// readShown reads a text as steps see it: a backslash is itself but before * or ?.
func readShown(s string, expand bool) text {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '\\' && (i+1 == len(s) || s[i+1] != '*' && s[i+1] != '?') {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return read(b.String(), expand)
}

// written returns the text as Sigma writes it.
func (t text) written(expand bool) string {
	var b strings.Builder
	for i := range len(t.shown) {
		c := t.shown[i]
		switch {
		case t.kinds[i] == escape && i+1 < len(t.shown) && t.kinds[i+1] == literal && (t.shown[i+1] == '*' || t.shown[i+1] == '?'):
			continue // written with the next
		case t.kinds[i] == literal && (c == '\\' || c == '*' || c == '?' || c == '%' && expand), t.kinds[i] == escape:
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// open reports whether the text begins, or ends, with a * wildcard.
func (t text) open(i int) bool {
	return len(t.shown) > 0 && t.shown[i] == '*' && t.kinds[i] == wildcard
}

func (t text) begins() bool { return t.open(0) }
func (t text) ends() bool   { return t.open(max(0, len(t.shown)-1)) }

// part returns a part of the text.
func (t text) part(begin, end int) text {
	return text{slices.Clip(t.shown[begin:end]), slices.Clip(t.kinds[begin:end])}
}

func (t text) has(k kind) bool { return slices.Contains(t.kinds, k) }

func (t text) equal(other text) bool {
	return slices.Equal(t.shown, other.shown) && slices.Equal(t.kinds, other.kinds)
}

// each gives every run of literals to change.
func (t text) each(change func(string) text) text {
	var out text
	for i := 0; i < len(t.shown); {
		j := i + 1
		plain := func(i int) bool { return t.kinds[i] == literal || t.kinds[i] == escape }
		for j < len(t.shown) && plain(i) == plain(j) {
			j++
		}
		if changed := t.part(i, j); plain(i) {
			changed = change(changed.unescaped())
			out.addPart(changed, 0, len(changed.shown))
		} else {
			out.addPart(t, i, j)
		}
		i = j
	}
	return out
}

// unescaped returns the literal text.
func (t text) unescaped() string {
	var b strings.Builder
	for i := range len(t.shown) {
		if t.kinds[i] != escape {
			b.WriteByte(t.shown[i])
		}
	}
	return b.String()
}
