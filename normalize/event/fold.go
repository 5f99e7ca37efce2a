package event

import "strings"

// equalFold is strings.EqualFold with the common refusal, another length in
// plain ASCII, decided before any byte is read.
func equalFold(a, b string) bool {
	// A folded letter takes one to three bytes (the Kelvin sign folds to k), so
	// lengths that differ by more than threefold cannot be equal.
	if len(a) != len(b) && (len(a) > 3*len(b) || len(b) > 3*len(a)) {
		return false
	}
	return strings.EqualFold(a, b)
}

// equalJoined reports whether spaced has blanks and is name without them.
func equalJoined(spaced, name string) bool {
	if strings.IndexByte(spaced, ' ') < 0 {
		return false
	}
	for word := range strings.FieldsSeq(spaced) {
		if len(name) < len(word) || !strings.EqualFold(name[:len(word)], word) {
			return false
		}
		name = name[len(word):]
	}
	return name == ""
}
