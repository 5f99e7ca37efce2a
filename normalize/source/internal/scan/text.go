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
