package sigma

import (
	"fmt"
	"strings"
)

// didYouMean returns a hint with the candidate nearest to a misspelt word, ""
// when none is near.
func didYouMean(word string, candidates []string) string {
	const longest = 64
	best, least := "", len(word)/3+1
	if len(word) > longest {
		return ""
	}
	for _, c := range candidates {
		if c == word || len(c) > longest || max(len(c)-len(word), len(word)-len(c)) >= least+1 {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < least || d == least && best == "" {
			best, least = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance is the number of letters to insert, remove, replace or swap with
// their neighbour to make b of a.
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
