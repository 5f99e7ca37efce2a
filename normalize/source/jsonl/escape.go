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
	for i := 2; i < 6; i++ {
		if i == len(b) {
			return 0
		}
		if unhex(b[i]) < 0 {
			return -1
		}
	}
	return 6
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
func unhex(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}
