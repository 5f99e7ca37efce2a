package jsonl

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// knownEscapes reports whether all escapes in raw, which has some and ends in none,
// are such as JSON knows, and of what form a text with them is. Where three backslashes
// or more stand in a row, it says no.
func knownEscapes(raw []byte) (kind form, known bool) {
	kind = escaped
	var rest [64]byte
	var slashes, seconds, starts mask64
	for at := 0; ; {
		p := &rest
		if len(raw)-at >= 64 {
			p = (*[64]byte)(raw[at:])
		} else {
			copy(rest[:], raw[at:])
		}
		behind := slashes.last() // bytes behind a backslash
		slashes = backslashes(p)
		behind |= slashes.next()
		third := seconds.last()
		seconds = slashes & behind
		if seconds&(third|seconds.next()) != 0 {
			return kind, false
		}
		letters := starts.last() // bytes behind one that begins an escape
		starts = slashes &^ behind
		letters = (letters | starts.next()) &^ slashes
		for ; letters != 0; letters &= letters - 1 {
			i := at + letters.first()
			if simple[raw[i]] == 0 {
				if escape(raw[i-1:]) <= 0 {
					return kind, false
				}
				if kind |= coded; veils(hex4(raw[i+1:])) {
					kind |= veiled
				}
			}
		}
		if at += 64; at >= len(raw) {
			return kind, true
		}
		if slashes == 0 { // There may be none for long.
			n := bytes.IndexByte(raw[at:], '\\')
			if n < 0 {
				return kind, true
			}
			at += n
		}
	}
}

// mask64 says something of 64 bytes, a bit each: bit 8*i+7-k is that of byte i of
// word k. So what a word's bytes say needs only be shifted to where it belongs.
type mask64 uint64

// next has the bits of the bytes behind those of m in the same 64.
func (m mask64) next() mask64 { return m<<8 | m>>57 }

// last has the bit of the first byte if m, of the 64 bytes before, has that of the last.
func (m mask64) last() mask64 { return m >> 49 & 0x80 }

// first is the index of a byte whose bit m has.
func (m mask64) first() int {
	bit := bits.TrailingZeros64(uint64(m))
	return (7-bit%8)*8 + bit/8
}

// backslashes has the bits of the backslashes.
func backslashes(p *[64]byte) mask64 {
	return ^(others(p[0:8]) | others(p[8:16])>>1 | others(p[16:24])>>2 | others(p[24:32])>>3 |
		others(p[32:40])>>4 | others(p[40:48])>>5 | others(p[48:56])>>6 | others(p[56:64])>>7)
}

// others has the high bit set for each of eight bytes that is no backslash.
func others(p []byte) mask64 {
	w := binary.LittleEndian.Uint64(p)
	return mask64((((w &^ highs) ^ '\\'*ones) + 0x7f*ones | w) & highs)
}
