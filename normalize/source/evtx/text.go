package evtx

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"github.com/rulehound/rulehound/normalize/event"
)

// slab hands out the memory of texts. A block is filled once and never written
// again, so the strings in it are as immutable as any; records of a chunk share
// its blocks instead of owning one small allocation a value.
type slab struct {
	free []byte
}

// slabSize is about what the texts of one full chunk need.
const slabSize = 128 << 10

// room returns an empty slice with capacity for n bytes.
func (s *slab) room(n int) []byte {
	if n > cap(s.free) {
		s.free = make([]byte, 0, max(n, slabSize))
	}
	return s.free[:0]
}

// keep takes b, which room returned and the caller filled, out of the slab.
func (s *slab) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	s.free = b[len(b):cap(b)]
	return unsafe.String(&b[0], len(b))
}

// utf16Text decodes UTF-16LE. Windows cuts a string value at its first trailing
// NULs and keeps blanks; a lone surrogate becomes U+FFFD.
func (s *slab) utf16Text(b []byte) string {
	b = trimNUL16(b)
	return s.keep(appendUTF16(s.room(len(b)/2*3), b))
}

func trimNUL16(b []byte) []byte {
	b = b[:len(b)&^1]
	for len(b) >= 2 && b[len(b)-2] == 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-2]
	}
	return b
}

const nonASCII = 0xff80ff80ff80ff80

// appendUTF16 appends b, an even number of bytes, to dst as UTF-8.
func appendUTF16(dst, b []byte) []byte {
	// Fast path: four ASCII characters at a time.
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		if w&nonASCII != 0 {
			break
		}
		w |= w >> 8
		dst = binary.LittleEndian.AppendUint32(dst, uint32(w&0xffff)|uint32(w>>16)&0xffff0000)
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

// ansiText decodes text of an unknown 8-bit code page as Windows-1252, the
// custom of other readers; it is cut at trailing NULs.
func (s *slab) ansiText(b []byte) string {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	dst := s.room(3 * len(b))
	for _, c := range b {
		if c >= 0x80 && c < 0xa0 {
			dst = utf8.AppendRune(dst, windows1252[c-0x80])
		} else {
			dst = utf8.AppendRune(dst, rune(c))
		}
	}
	return s.keep(dst)
}

var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

func (s *slab) decimal(u uint64) string { return s.keep(strconv.AppendUint(s.room(20), u, 10)) }

func (s *slab) signed(i int64) string { return s.keep(strconv.AppendInt(s.room(20), i, 10)) }

func (s *slab) hex(u uint64) string {
	return s.keep(strconv.AppendUint(append(s.room(18), '0', 'x'), u, 16))
}

const upperHex = "0123456789ABCDEF"

func (s *slab) binary(b []byte) string {
	dst := s.room(2 * len(b))
	for _, c := range b {
		dst = append(dst, upperHex[c>>4], upperHex[c&15])
	}
	return s.keep(dst)
}

// guidOrder is the byte order of a GUID's text: the first three groups are
// little-endian; -1 stands for a dash.
var guidOrder = [...]int8{3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15}

func (s *slab) guid(b []byte) string {
	dst := append(s.room(38), '{')
	for _, i := range guidOrder {
		if i < 0 {
			dst = append(dst, '-')
			continue
		}
		dst = append(dst, upperHex[b[i]>>4], upperHex[b[i]&15])
	}
	return s.keep(append(dst, '}'))
}

// sid writes a security identifier as [MS-DTYP] 2.4.2.1 does.
func (s *slab) sid(b []byte) string {
	dst := append(s.room(20+11*len(b)/4+20), "S-"...)
	dst = strconv.AppendUint(dst, uint64(b[0]), 10)
	authority := uint64(binary.BigEndian.Uint16(b[2:]))<<32 | uint64(binary.BigEndian.Uint32(b[4:]))
	dst = strconv.AppendUint(append(dst, '-'), authority, 10)
	for b = b[8:]; len(b) >= 4; b = b[4:] {
		dst = strconv.AppendUint(append(dst, '-'), uint64(binary.LittleEndian.Uint32(b)), 10)
	}
	return s.keep(dst)
}

// unixEpoch is 1970 in FILETIME's ticks of 100 ns since 1601.
const unixEpoch = 116444736000000000

// filetime returns a FILETIME, ticks of 100 ns since 1601, as Windows writes it.
func (s *slab) filetime(ticks uint64) event.Value {
	t := fileTime(ticks)
	dst := append(appendSecond(s.room(32), t), '.')
	dst = appendDigits(dst, uint64(t.Nanosecond()/100), 7)
	return event.TimeText(s.keep(append(dst, 'Z')), t)
}

func fileTime(ticks uint64) time.Time {
	seconds := int64(ticks/10_000_000) - unixEpoch/10_000_000
	return time.Unix(seconds, int64(ticks%10_000_000)*100).UTC()
}

// appendSecond writes 2006-01-02T15:04:05.
func appendSecond(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(appendDigits(dst, uint64(year), 4), '-')
	dst = append(appendDigits(dst, uint64(month), 2), '-')
	dst = append(appendDigits(dst, uint64(day), 2), 'T')
	dst = append(appendDigits(dst, uint64(hour), 2), ':')
	dst = append(appendDigits(dst, uint64(minute), 2), ':')
	return appendDigits(dst, uint64(second), 2)
}

// appendDigits writes u with at least n digits.
func appendDigits(dst []byte, u uint64, n int) []byte {
	var b [20]byte
	i := len(b)
	for ; u > 0 || n > 0; u, n = u/10, n-1 {
		i--
		b[i] = '0' + byte(u%10)
	}
	return append(dst, b[i:]...)
}

// systemtime reads year, month, day of the week, day, hour, minute, second and
// milliseconds.
func (s *slab) systemtime(b []byte) event.Value {
	part := func(i int) int { return int(binary.LittleEndian.Uint16(b[2*i:])) }
	t := time.Date(part(0), time.Month(part(1)), part(3), part(4), part(5), part(6), part(7)*1_000_000, time.UTC)
	dst := append(appendSecond(s.room(32), t), '.')
	dst = appendDigits(dst, uint64(t.Nanosecond()/1_000_000), 3)
	return event.TimeText(s.keep(append(dst, 'Z')), t)
}

// float writes the shortest text that is exact for a number of so many bits.
func (s *slab) float(f float64, bits int) event.Value {
	text := s.keep(strconv.AppendFloat(s.room(32), f, 'f', -1, bits))
	return event.Typed(event.Float, text, math.Float64bits(f))
}
