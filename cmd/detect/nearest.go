package main

// nearest returns the word that word most likely was meant to be: the one at
// the least edit distance, if that is small.
func nearest(word string, words []string) (string, bool) {
	best, least := "", 1+len(word)/3
	for _, w := range words {
		if d := distance(word, w); d <= least && (d < least || best == "") {
			best, least = w, d
		}
	}
	return best, best != ""
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
