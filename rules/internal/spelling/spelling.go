// Package spelling finds what a misspelt word was probably meant to be.
package spelling

import (
	"iter"
	"strings"
)

// Nearest returns the candidate that word is most probably a misspelling of:
// at most one letter in three, and never more than three, may differ. Case does
// not count. Of equally near ones the first is taken.
func Nearest(word string, candidates iter.Seq[string]) (string, bool) {
	a := []rune(strings.ToLower(word))
	limit := min(3, 1+len(a)/3)
	best, found := "", false
	for c := range candidates {
		b := []rune(strings.ToLower(c))
		if d := distance(a, b); d <= limit && d < max(len(a), len(b)) {
			best, found, limit = c, true, d-1
		}
	}
	return best, found
}

// Hint is Nearest as the hint of a problem, "" when nothing is near.
func Hint(word string, candidates iter.Seq[string]) string {
	if s, ok := Nearest(word, candidates); ok {
		return "did you mean " + s + "?"
	}
	return ""
}

// distance counts the letters to insert, delete or replace to make b of a.
func distance(a, b []rune) int {
	if d := len(a) - len(b); d > 3 || d < -3 {
		return 4
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
