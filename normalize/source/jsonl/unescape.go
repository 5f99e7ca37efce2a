package jsonl

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// unescape writes raw down without escapes.
func (s *scanner) unescape(raw []byte) string {
	from := s.room(len(raw) + 8)
	out := s.slab.Buf[from:]
	var n int
	if len(raw) < longText {
		n = unescapeWords(out, raw)
	} else {
		n = unescapeRuns(out, raw)
	}
	if !scan.IsASCII(out[:n]) && !utf8.Valid(out[:n]) {
		return s.repair(out[:n])
	}
	s.slab.At = from + n
	return s.slab.Text(from)
}

// longText is the length from which on a text is unescaped run by run, and remembered
// for the rest of the record: of an event that raises an alert it is read twice or more.
const longText = 1 << 10

// maxTexts bounds how many are, since each is looked for among them.
const maxTexts = 16

// unescaped is a long text of the record at hand that was read before.
type unescaped struct {
	from uint32
	text string
}

// unescapeOnce is unescape of raw, which stands at from, with what was remembered.
func (s *scanner) unescapeOnce(from uint32, raw []byte) string {
	for i := range s.texts {
		if known := &s.texts[i]; known.from == from {
			return known.text
		}
	}
	t, known := s.fromDelta(from, raw)
	if !known {
		t = s.unescape(raw)
	}
	if len(s.texts) < maxTexts {
		s.texts = append(s.texts, unescaped{from, t})
	}
	return t
}

// unescapeWords writes raw to out, which has room for eight bytes more. Eight are
// loaded, stored and looked through at a time; those stored too many are written over
// by what comes next.
func unescapeWords(out, raw []byte) (at int) {
	for i := 0; i < len(raw); {
		if i+8 <= len(raw) {
			w := binary.LittleEndian.Uint64(raw[i:])
			binary.LittleEndian.PutUint64(out[at:], w)
			m := slashesIn(w)
			if m == 0 {
				i, at = i+8, at+8
				continue
			}
			n := bits.TrailingZeros64(m) >> 3
			i, at = i+n, at+n
		} else if c := raw[i]; c != '\\' {
			out[at] = c
			i, at = i+1, at+1
			continue
		}
		if c := simple[raw[i+1]]; c != 0 {
			out[at] = c
			i, at = i+2, at+1
			continue
		}
		r, n := unescape(raw[i:])
		i, at = i+n, at+utf8.EncodeRune(out[at:], r)
	}
	return at
}

// unescapeRuns is unescapeWords for long texts, which mostly have few escapes: it leaves
// looking for the next one and copying what is before it to the runtime.
// That both write escapes out themselves, and not by a function, makes them a twentieth faster.
func unescapeRuns(out, raw []byte) (at int) {
	for i := 0; i < len(raw); {
		n := bytes.IndexByte(raw[i:], '\\')
		if n < 0 {
			n = len(raw) - i
		}
		at += copy(out[at:], raw[i:i+n])
		for i += n; i < len(raw) && raw[i] == '\\'; {
			if c := simple[raw[i+1]]; c != 0 {
				out[at] = c
				i, at = i+2, at+1
				continue
			}
			r, n := unescape(raw[i:])
			i, at = i+n, at+utf8.EncodeRune(out[at:], r)
		}
	}
	return at
}

// slashesIn has the high bit of each backslash in w set, and perhaps of bytes behind
// the first.
func slashesIn(w uint64) uint64 {
	x := w ^ '\\'*ones
	return (x - ones) &^ x & highs
}
