package sink

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes one safe line of s: control and invisible formatting characters
// (line breaks, terminal sequences, reversed text) are escaped as in Go, and a
// long text is cut.
func clean(s string) string {
	if len(s) <= maxValue && !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	n := 0
	for i, r := range s {
		if n++; n > maxValue {
			b.WriteString("… (" + strconv.Itoa(utf8.RuneCountInString(s[i:])) + " more)")
			break
		}
		if unsafe(r) {
			q := strconv.QuoteRuneToASCII(r)
			b.WriteString(q[1 : len(q)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unsafe(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError
}
