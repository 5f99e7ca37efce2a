package docs

import (
	"slices"
	"strings"
)

// Refit returns got in the form that a page gives it: what differs from run to
// run is … and, as far as the lines around it are still there, so is what the
// page leaves out.
func Refit(shown, got string) string {
	got = Steady(got)
	lines, rest := []string(nil), split(got)
	parts := parts(split(shown))
	for i, part := range parts {
		if strings.TrimSpace(part[0]) == ellipsis {
			lines = append(lines, part[0])
			continue
		}
		start, end := 0, len(rest)
		if i > 0 {
			start = find(rest, part[0])
		}
		if i < len(parts)-1 && start >= 0 {
			end = start + find(rest[start:], part[len(part)-1]) + 1
		}
		if start < 0 || end <= start {
			return strings.Join(split(got), "\n") + "\n"
		}
		lines, rest = append(lines, rest[start:end]...), rest[end:]
	}
	return strings.Join(lines, "\n") + "\n"
}

// parts splits lines into those of … alone and what stands between them.
func parts(lines []string) [][]string {
	var all [][]string
	for len(lines) > 0 {
		n := slices.IndexFunc(lines, func(s string) bool { return strings.TrimSpace(s) == ellipsis })
		switch n {
		case -1:
			n = len(lines)
		case 0:
			n = 1
		}
		all = append(all, lines[:n])
		lines = lines[n:]
	}
	return all
}

// find returns the first line that is line or, if there is none, begins with
// the same word; -1 without either.
func find(lines []string, line string) int {
	if i := slices.IndexFunc(lines, func(s string) bool { return sameLine(line, s) }); i >= 0 {
		return i
	}
	return slices.IndexFunc(lines, func(s string) bool { return opening(s) == opening(line) })
}

// opening is a line's indent and first word.
func opening(line string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
	return line[:len(line)-len(strings.TrimLeft(line, " "))] + word
}
