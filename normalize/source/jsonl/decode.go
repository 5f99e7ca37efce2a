package jsonl

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// decode appends the value of a string that text has passed over to dst. Like
// encoding/json it writes U+FFFD for each byte that is no UTF-8 and for each
// half of a surrogate pair.
func decode(dst, src []byte) []byte {
	for {
		i := bytes.IndexByte(src, '\\')
		if i < 0 {
			return scan.AppendText(dst, src)
		}
		dst = scan.AppendText(dst, src[:i])
		src = src[i:]
		if c := simple[src[1]]; c != 0 {
			dst, src = append(dst, c), src[2:]
			continue
		}
		r, n := unescape(src)
		dst, src = utf8.AppendRune(dst, r), src[n:]
	}
}

// simple holds what the escapes of two bytes stand for.
var simple = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape returns the rune of the \u escape that b begins with, and its
// length: twelve bytes for a surrogate pair.
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
