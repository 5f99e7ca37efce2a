// Package fold compares texts without regard to case: what they fold to, and
// which of them need no folding.
package fold

import (
	"encoding/binary"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// String returns s in the form in which two texts are equal exactly when
// strings.EqualFold says so: simple Unicode case folding, rune by rune. It is
// not strings.ToLower (U+0130, U+017F, U+212A, final sigma).
func String(s string) string {
	// Fast path: most texts of rules are folded as they stand.
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c != Lower(c) {
			return string(Append(nil, s))
		}
	}
	return s
}

// Append appends the folded s to dst. What it appends is never longer than s.
func Append(dst []byte, s string) []byte {
	start := len(dst)
	dst = append(dst, s...)
	ascii := start + foldASCII(dst[start:])
	if ascii == len(dst) {
		return dst
	}
	// Slow path: from the first byte that is not ASCII on, rune by rune.
	dst = dst[:ascii]
	for i := ascii - start; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			dst = append(dst, Lower(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			dst = append(dst, s[i]) // invalid bytes stay what they are
		} else {
			dst = utf8.AppendRune(dst, foldRune(r))
		}
		i += n
	}
	return dst
}

// foldASCII lowers b in place up to the first byte that is not ASCII, eight
// bytes a step, and returns how far it came.
func foldASCII(b []byte) int {
	const (
		high  = 0x8080808080808080
		fromA = 0x3f3f3f3f3f3f3f3f // 0x80 - 'A': the high bit tells bytes >= 'A'
		pastZ = 0x2525252525252525 // 0x7f - 'Z': the high bit tells bytes > 'Z'
	)
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if w&high != 0 {
			break
		}
		upper := ((w + fromA) ^ (w + pastZ)) & high
		binary.LittleEndian.PutUint64(b[i:], w|upper>>2) // 0x80 >> 2 is the bit of lower case
	}
	for ; i < len(b) && b[i] < utf8.RuneSelf; i++ {
		b[i] = Lower(b[i])
	}
	return i
}

// IsASCII reports whether s has ASCII characters only. Folding those is [Lower].
func IsASCII(s string) bool {
	var seen uint64
	for ; len(s) >= 32; s = s[32:] {
		seen |= Load(s) | Load(s[8:]) | Load(s[16:]) | Load(s[24:])
	}
	for ; len(s) >= 8; s = s[8:] {
		seen |= Load(s)
	}
	for i := range len(s) {
		seen |= uint64(s[i])
	}
	return seen&0x8080808080808080 == 0
}

// HidesASCII reports whether s has characters that are no ASCII but fold to an
// ASCII letter: the Kelvin sign and the long s. In a text without them, ASCII
// literals stand where they stand byte by byte, whatever else is in it.
func HidesASCII(s string) bool {
	return strings.Contains(s, "\u212a") || strings.Contains(s, "\u017f")
}

// Lower folds an ASCII character and leaves other bytes alone.
func Lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// foldRune returns the rune that stands for all runes that fold together: the
// lower-case ASCII letter where there is one, otherwise the smallest.
func foldRune(r rune) rune {
	if r < foldTableSize {
		return foldTable()[r]
	}
	return foldOrbit(r)
}

func foldOrbit(r rune) rune {
	least := r
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		least = min(least, o)
	}
	if least < utf8.RuneSelf {
		return rune(Lower(byte(least)))
	}
	return least
}

// foldTableSize covers Latin, Greek, Cyrillic and Armenian.
const foldTableSize = 0x590

var foldTable = sync.OnceValue(func() *[foldTableSize]rune {
	var t [foldTableSize]rune
	for r := range t {
		t[r] = foldOrbit(rune(r))
	}
	return &t
})
