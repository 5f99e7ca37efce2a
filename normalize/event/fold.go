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
	// Of ASCII characters only those fold together that differ in one bit.
	if a != "" && b != "" && a[0]|b[0] < 0x80 && (a[0]^b[0])&^0x20 != 0 {
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
