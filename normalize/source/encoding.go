package source

import (
	"encoding/binary"
	"io"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// encoding is how the characters of a text are written.
type encoding uint8

const (
	utf8Text encoding = iota
	utf16LE
	utf16BE
)

// encodingOf tells the encoding from a byte order mark, or from two ASCII
// characters that are two bytes each.
func encodingOf(b []byte) encoding {
	if len(b) < 2 {
		return utf8Text
	}
	switch {
	case b[0] == 0xFF && b[1] == 0xFE:
		return utf16LE
	case b[0] == 0xFE && b[1] == 0xFF:
		return utf16BE
	case len(b) < 4:
		return utf8Text
	case isASCII(b[0]) && b[1] == 0 && isASCII(b[2]) && b[3] == 0:
		return utf16LE
	case b[0] == 0 && isASCII(b[1]) && b[2] == 0 && isASCII(b[3]):
		return utf16BE
	}
	return utf8Text
}

func isASCII(c byte) bool { return '\t' <= c && c < 0x7F }

func (e encoding) order() binary.ByteOrder {
	if e == utf16BE {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// decode returns b, of which the last character may be cut, in UTF-8.
func (e encoding) decode(b []byte) []byte {
	out, _ := e.append(nil, b)
	return out
}

// append appends the UTF-8 of b to dst, as far as its characters are complete,
// and returns how many bytes of b that are. A lone surrogate becomes U+FFFD.
func (e encoding) append(dst, b []byte) ([]byte, int) {
	order, i := e.order(), 0
	for ; i+2 <= len(b); i += 2 {
		dst, i = e.appendASCII(dst, b, i)
		if i+2 > len(b) {
			break
		}
		r := rune(order.Uint16(b[i:]))
		if utf16.IsSurrogate(r) {
			if i+4 > len(b) && r < 0xDC00 {
				break
			}
			pair := utf8.RuneError
			if i+4 <= len(b) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(b[i+2:])))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, i
}

// appendASCII appends the ASCII characters that b has from i on, four at a time, and
// returns where they end.
func (e encoding) appendASCII(dst, b []byte, i int) ([]byte, int) {
	const others = 0xFF80FF80FF80FF80 // bits that ASCII has not
	for ; i+8 <= len(b); i += 8 {
		four := binary.LittleEndian.Uint64(b[i:])
		if e == utf16BE {
			four = bits.RotateLeft64(four, -8)
		}
		if four&others != 0 {
			break
		}
		four = (four | four>>8) & 0x0000FFFF0000FFFF
		dst = binary.LittleEndian.AppendUint32(dst, uint32(four|four>>16))
	}
	return dst, i
}

// utf8Reader turns UTF-16 into UTF-8.
type utf8Reader struct {
	r    io.Reader
	enc  encoding
	in   []byte // not yet decoded
	text []byte // decoded and not yet read
	out  []byte // what text is a part of
	err  error
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	for len(u.text) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.text)
	u.text = u.text[n:]
	return n, nil
}

func (u *utf8Reader) fill() {
	if u.in == nil {
		u.in = make([]byte, 0, 32<<10)
	}
	var n int
	n, u.err = u.r.Read(u.in[len(u.in):cap(u.in)])
	u.in = u.in[:len(u.in)+n]
	u.out, n = u.enc.append(u.out[:0], u.in)
	u.in = u.in[:copy(u.in, u.in[n:])]
	if u.err != nil && len(u.in) > 0 { // half a character
		u.out = utf8.AppendRune(u.out, utf8.RuneError)
		u.in = u.in[:0]
	}
	u.text = u.out
}

// Start is part of scan.Measurer: a byte order mark is decoded like any other
// character, so nothing comes before the first one.
func (u *utf8Reader) Start() int64 { return 0 }

// Measure returns how many bytes of UTF-16 stand behind p, so that offsets are
// those of the input.
func (u *utf8Reader) Measure(p []byte) int64 {
	if scan.IsASCII(p) { // Fast path.
		return 2 * int64(len(p))
	}
	units := 0
	for _, c := range p {
		if !utf8.RuneStart(c) {
			continue
		}
		units++
		if c >= 0xF0 { // beyond 16 bits
			units++
		}
	}
	return 2 * int64(units)
}
