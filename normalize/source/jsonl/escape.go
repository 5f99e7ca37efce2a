package jsonl

import (
	"unicode/utf16"
	"unicode/utf8"
)

// simple holds what the escapes of two bytes stand for.
var simple = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape returns the length of the escape that b begins with, 0 when b ends
// within it, -1 when there is no such escape.
func escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if simple[b[1]] != 0 {
		return 2
	}
	if b[1] != 'u' {
		return -1
	}
	if len(b) >= 6 && unhex(b[2])|unhex(b[3])|unhex(b[4])|unhex(b[5]) >= 0 { // Fast path.
		return 6
	}
	for i := 2; i < len(b); i++ {
		if unhex(b[i]) < 0 {
			return -1
		}
	}
	return 0
}

// veils reports whether somebody who looks for ASCII in JSON as it stands may miss r
// where it is written with \u. Nobody looks for what encoders use to write so, or other
// than ASCII, but for what folds to it.
func veils(r rune) bool {
	switch r {
	case '"', '&', '\'', '+', '/', '<', '=', '>', '\\', '`':
		return false
	case '\u212a', '\u017f':
		return true
	}
	return ' ' <= r && r <= '~'
}

func (s *scanner) badEscape(n int) status {
	if n == 0 {
		return short
	}
	s.why = errEscape
	return malformed
}

// unescape returns the rune of the \u escape that b begins with, and its
// length: twelve bytes for a surrogate pair. A half of one is U+FFFD.
func unescape(b []byte) (rune, int) {
	r := hex4(b[2:])
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if r := utf16.DecodeRune(r, hex4(b[8:])); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

func hex4(b []byte) rune {
	return unhex(b[0])<<12 | unhex(b[1])<<8 | unhex(b[2])<<4 | unhex(b[3])
}

// unhex returns the value of a hexadecimal digit, -1 for any other byte.
func unhex(c byte) rune { return rune(hexDigits[c]) - 1 }

// hexDigits holds the values of hexadecimal digits and 1.
var hexDigits = [256]uint8{
	'0': 1, '1': 2, '2': 3, '3': 4, '4': 5, '5': 6, '6': 7, '7': 8, '8': 9, '9': 10,
	'a': 11, 'b': 12, 'c': 13, 'd': 14, 'e': 15, 'f': 16,
	'A': 11, 'B': 12, 'C': 13, 'D': 14, 'E': 15, 'F': 16,
}
