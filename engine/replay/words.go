package replay

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tally counts the words that word gives for entries, the commonest first, in
// brackets; it returns "" when there is nothing to count.
func tally[T any](entries []T, word func(T) string) string {
	n := map[string]int{}
	for _, e := range entries {
		n[word(e)]++
	}
	if len(n) == 0 {
		return ""
	}
	words := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(n[b]-n[a], cmp.Compare(a, b)) })
	parts := make([]string, 0, shown+1)
	for _, w := range words[:min(len(words), shown)] {
		parts = append(parts, fmt.Sprintf("%s %d", w, n[w]))
	}
	if len(words) > shown {
		parts = append(parts, "…")
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// plural returns "1 event" or "1,234 events".
func plural(n int64, word string) string {
	if n != 1 {
		word += "s"
	}
	return thousands(n) + " " + word
}

// thousands groups the digits of n.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// duration returns d as people say it.
func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", max(1, d.Milliseconds()))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// size returns n bytes in a fitting unit.
func size(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	f, u := float64(n), 0
	for f >= 1024 && u < len(units)-1 {
		f, u = f/1024, u+1
	}
	if u == 0 {
		return plural(n, "byte")
	}
	return fmt.Sprintf("%.1f %s", f, units[u])
}
