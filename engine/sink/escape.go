package sink

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape makes one safe line of s for a terminal: control and invisible
// formatting characters (line breaks, terminal sequences, reversed text) are
// escaped as in Go.
func Escape(s string) string {
	if !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
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

// clean is Escape of a value that may be very long.
func clean(s string) string {
	if len(s) <= maxValue || utf8.RuneCountInString(s) <= maxValue {
		return Escape(s)
	}
	n := 0
	for i := range s {
		if n++; n > maxValue {
			return Escape(s[:i]) + "… (" + strconv.Itoa(utf8.RuneCountInString(s[i:])) + " more)"
		}
	}
	return Escape(s)
}
