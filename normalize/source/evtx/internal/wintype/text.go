package wintype

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
)

// Text decodes UTF-16LE. Windows cuts a string value at its first trailing
// NULs and keeps blanks; a lone surrogate becomes U+FFFD.
func (r *Reader) Text(b []byte) string {
	b = TrimNUL(b)
	return r.keep(AppendUTF16(r.room(len(b)/2*3), b))
}

// TrimNUL returns UTF-16 without the NULs at its end, and without half a character.
func TrimNUL(b []byte) []byte {
	b = b[:len(b)&^1]
	for len(b) >= 2 && b[len(b)-2] == 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-2]
	}
	return b
}

const nonASCII = 0xff80ff80ff80ff80

// AppendUTF16 appends b, UTF-16 of an even number of bytes, to dst as UTF-8.
func AppendUTF16(dst, b []byte) []byte {
	dst = slices.Grow(dst, len(b)/2*3)
	for len(b) >= 16 {
		// Fast path: eight ASCII characters at a time.
		low, high := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
		if (low|high)&nonASCII != 0 {
			break
		}
		n := len(dst)
		dst = dst[:n+8]
		binary.LittleEndian.PutUint64(dst[n:], uint64(narrow(low))|uint64(narrow(high))<<32)
		b = b[16:]
	}
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		if w&nonASCII != 0 {
			break
		}
		n := len(dst)
		dst = dst[:n+4]
		binary.LittleEndian.PutUint32(dst[n:], narrow(w))
		b = b[8:]
	}
	for len(b) >= 2 {
		r := rune(binary.LittleEndian.Uint16(b))
		b = b[2:]
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) && len(b) >= 2 {
			if c := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b))); c != utf8.RuneError {
				dst, b = utf8.AppendRune(dst, c), b[2:]
				continue
			}
		}
		dst = utf8.AppendRune(dst, r) // a lone surrogate becomes U+FFFD
	}
	return dst
}

// narrow returns four ASCII characters of UTF-16 as bytes.
func narrow(w uint64) uint32 {
	w |= w >> 8
	return uint32(w&0xffff) | uint32(w>>16)&0xffff0000
}

// ansiText decodes text of an unknown 8-bit code page as Windows-1252, the
// custom of other readers; it is cut at trailing NULs.
func (r *Reader) ansiText(b []byte) string {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	dst := r.room(3 * len(b))
	plain := 0 // Fast path: what is ASCII stays as it is.
	for plain+8 <= len(b) && binary.LittleEndian.Uint64(b[plain:])&0x8080808080808080 == 0 {
		plain += 8
	}
	dst = append(dst, b[:plain]...)
	for _, c := range b[plain:] {
		if c >= 0x80 && c < 0xa0 {
			dst = utf8.AppendRune(dst, windows1252[c-0x80])
		} else {
			dst = utf8.AppendRune(dst, rune(c))
		}
	}
	return r.keep(dst)
}

var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

// decimal takes no memory for a number below 100.
func (r *Reader) decimal(u uint64) string {
	if u < 100 {
		return strconv.FormatUint(u, 10)
	}
	return r.keep(strconv.AppendUint(r.room(20), u, 10))
}

func (r *Reader) signed(i int64) string {
	if i >= 0 {
		return r.decimal(uint64(i))
	}
	return r.keep(strconv.AppendInt(r.room(20), i, 10))
}

const lowerHex = "0123456789abcdef"

func (r *Reader) hex(u uint64) string {
	n := max(1, (bits.Len64(u)+3)/4)
	dst := r.room(18)[:2+n]
	dst[0], dst[1] = '0', 'x'
	for i := 1 + n; i > 1; i, u = i-1, u>>4 {
		dst[i] = lowerHex[u&15]
	}
	return r.keep(dst)
}

const upperHex = "0123456789ABCDEF"

func (r *Reader) binary(b []byte) string {
	dst := r.room(2 * len(b))
	for _, c := range b {
		dst = append(dst, upperHex[c>>4], upperHex[c&15])
	}
	return r.keep(dst)
}

// guidOrder is the byte order of a GUID's text: the first three groups are
// little-endian; -1 stands for a dash.
var guidOrder = [...]int8{3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15}

func (r *Reader) guid(b []byte) string {
	dst := r.room(38)[:38]
	_ = b[15]
	dst[0], dst[37] = '{', '}'
	n := 1
	for _, i := range guidOrder {
		if i < 0 {
			dst[n] = '-'
			n++
			continue
		}
		c := b[i&15]
		dst[n], dst[n+1] = upperHex[c>>4], upperHex[c&15]
		n += 2
	}
	return r.keep(dst)
}

// sid writes a security identifier as [MS-DTYP] 2.4.2.1 does.
func (r *Reader) sid(b []byte) string {
	known := r.recent.sid(b)
	if bytes.Equal(known.raw, b) {
		return known.text
	}
	dst := append(r.room(20+11*len(b)/4+20), "S-"...)
	dst = strconv.AppendUint(dst, uint64(b[0]), 10)
	authority := uint64(binary.BigEndian.Uint16(b[2:]))<<32 | uint64(binary.BigEndian.Uint32(b[4:]))
	dst = strconv.AppendUint(append(dst, '-'), authority, 10)
	known.raw = b
	for b = b[8:]; len(b) >= 4; b = b[4:] {
		dst = strconv.AppendUint(append(dst, '-'), uint64(binary.LittleEndian.Uint32(b)), 10)
	}
	known.text = r.keep(dst)
	return known.text
}

// setFloat writes the shortest text that is exact for a number of so many bits.
func (r *Reader) setFloat(v *event.Value, f float64, bits int) {
	text := r.keep(strconv.AppendFloat(r.room(32), f, 'f', -1, bits))
	*v = event.Typed(event.Float, text, math.Float64bits(f))
}
