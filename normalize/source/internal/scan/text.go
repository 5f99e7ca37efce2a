package scan

import "unicode/utf8"

// AppendText appends src to dst, with U+FFFD for each byte that is no UTF-8.
func AppendText(dst, src []byte) []byte {
	if utf8.Valid(src) {
		return append(dst, src...)
	}
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		dst, src = utf8.AppendRune(dst, r), src[n:]
	}
	return dst
}

// TrimBlanks cuts off what may stand before a text: blanks, NULs, a byte order mark.
func TrimBlanks(b []byte) []byte {
	for len(b) > 0 && (b[0] <= ' ' || b[0] == 0xEF || b[0] == 0xBB || b[0] == 0xBF) {
		b = b[1:]
	}
	return b
}
