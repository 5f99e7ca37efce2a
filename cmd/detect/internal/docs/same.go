package docs

import (
	"regexp"
	"strings"
)

const ellipsis = "…"

// Same reports whether got is what a page shows. In the page … stands for any
// text within its line, and a line of … alone for any number of lines.
func Same(shown, got string) bool {
	return sameLines(split(shown), split(got))
}

func split(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }

func sameLines(shown, got []string) bool {
	for len(shown) > 0 {
		if strings.TrimSpace(shown[0]) == ellipsis {
			for i := range len(got) + 1 {
				if sameLines(shown[1:], got[i:]) {
					return true
				}
			}
			return false
		}
		if len(got) == 0 || !sameLine(shown[0], got[0]) {
			return false
		}
		shown, got = shown[1:], got[1:]
	}
	return len(got) == 0
}

func sameLine(shown, got string) bool {
	parts := strings.Split(strings.TrimRight(shown, " "), ellipsis)
	got = strings.TrimRight(got, " ")
	if len(parts) == 1 {
		return parts[0] == got
	}
	rest, ok := strings.CutPrefix(got, parts[0])
	if !ok || !strings.HasSuffix(rest, parts[len(parts)-1]) {
		return false
	}
	rest = strings.TrimSuffix(rest, parts[len(parts)-1])
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return true
}

// volatile is what differs from run to run.
var volatile = regexp.MustCompile(` in [0-9][^()]* \([0-9,]+/s\)`)

// Steady puts … in the place of what differs from run to run.
func Steady(got string) string {
	return volatile.ReplaceAllString(got, " in … (…/s)")
}
