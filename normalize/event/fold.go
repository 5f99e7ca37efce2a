package event

import "strings"

// equalFold is strings.EqualFold with the common refusals, another length or
// another first letter, decided at once.
func equalFold(a, b string) bool {
	// A folded letter takes one to three bytes (the Kelvin sign folds to k), so
	// lengths that differ by more than threefold cannot be equal.
	if len(a) != len(b) && (len(a) > 3*len(b) || len(b) > 3*len(a)) {
		return false
	}
	if a != "" && b != "" && otherLetters(a[0], b[0]) {
		return false
	}
	return strings.EqualFold(a, b)
}

// otherLetters reports whether texts that begin with a and b cannot fold together: of
// ASCII characters only those do that differ in one bit.
func otherLetters(a, b byte) bool { return a|b < 0x80 && (a^b)&^0x20 != 0 }

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
