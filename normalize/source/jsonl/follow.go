package jsonl

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// follow reads on from i, at a value or the beginning of the record, as far as the
// record is as the model has it from r on, but for its values.
func (s *scanner) follow(i, r int) (int, status) {
	m, k := s.like, len(s.spans)
	first, moved := k, k+1
	if r == 0 {
		moved = 0
	}
	s.news.alike(i, m)
	var forms form
	for {
		n := common(s.b[i:], m.text[r:])
		i, r = i+n, r+n
		shift := uint32(i - r)
		spans := s.spans
		for _, at := range m.spans[k:] {
			if int(at.to) >= r {
				break
			}
			spans = append(spans, span{at.from + shift, at.to + shift, at.form})
			forms |= at.form
		}
		s.spans, k = spans, len(spans)
		if k == len(m.spans) || r < m.start(k) || m.isEmpty(k) {
			break // Not a value, but what is around it is another.
		}
		from := i - (r - m.start(k))
		if from == len(s.b) || !beginsScalar(s.b[from]) {
			break
		}
		at, to, st := s.differing(from, i, k)
		if st != done {
			return to, st
		}
		s.spans = append(s.spans, at)
		s.news.Others = append(s.news.Others, int32(k))
		i, r = to, m.end(k)
		k++
	}
	if forms&veiled != 0 {
		s.plain = false
	}
	if k == len(m.spans) && r == len(m.text) {
		s.compare(m, first)
		s.shape = m.shapes[k-1]
		if s.outline = m.outline; first > 0 || moved > 0 {
			s.own.adopt(&m.outline, k, moved)
			s.outline = s.own
		}
		return i, done
	}
	s.news.open(i)
	if k == 0 {
		return 0, unlike
	}
	s.own.adopt(&m.outline, k, moved)
	s.at, s.shape = m.placeOf(k-1), m.shapes[k-1]
	return i - (r - m.end(k-1)), unlike
}

// compare notes that the record is like m, of the same fields, and which of the first
// n, of which that is not known, have other values. Shapes alone do not tell that those
// are the same fields: names may be too many to be numbered.
func (s *scanner) compare(m *model, n int) {
	if !slices.Equal(s.own.named[:n], m.named[:n]) {
		return
	}
	s.news.Like = &m.versions[m.version]
	for i := range s.spans[:n] {
		at, old := &s.spans[i], &m.spans[i]
		if at.form != old.form || string(s.b[at.from:at.to]) != string(m.text[old.from:old.to]) {
			s.news.Others = append(s.news.Others, int32(i))
		}
	}
}

// differing reads the value at from, which is as that of field k of the model up to i.
func (s *scanner) differing(from, i, k int) (at span, to int, st status) {
	c, f := s.b[from], s.like.spans[k].form
	var head uint64
	var long bool
	if c == '"' && s.like.long[k] {
		if head, long = s.passages.head(s.b[from+1:]); long {
			if at, to, st, like := s.readAlong(from+1, i, head); like {
				return at, to, st
			}
		}
	}
	if c != '"' || i-from < shortText || f&(text|coded) != text {
		at, to, st = s.value(from, c)
	} else {
		at, to, st = s.beyond(from+1, i, f)
	}
	if s.news.add(i, to); long && st == done {
		s.passages.meet(at, head)
	}
	return at, to, st
}

// beyond reads the text at from, behind its quote, which is as one of form f up to i, where
// there is no need to look for its end.
func (s *scanner) beyond(from, i int, f form) (span, int, status) {
	same, kind := s.b[from:i], text
	if f&escaped != 0 && bytes.IndexByte(same, '\\') >= 0 {
		kind |= escaped
		i -= slashes(same) % 2
	}
	return s.findLong(from, i, kind)
}

// longRun is how far texts are compared word by word, and then at a time.
const longRun = 256

// common returns how many bytes a and b begin with in common.
func common(a, b []byte) int {
	n := min(len(a), len(b))
	a, b = a[:n], b[:n]
	i := 0
	for ; i+32 <= n; i += 32 {
		p, q := (*[32]byte)(a[i:]), (*[32]byte)(b[i:])
		if (word(p[0:])^word(q[0:]))|(word(p[8:])^word(q[8:]))|(word(p[16:])^word(q[16:]))|(word(p[24:])^word(q[24:])) != 0 {
			break
		}
		if i == longRun { // What is the same for long mostly is for longer, and the runtime compares faster.
			for i+32+longRun <= n && *(*[longRun]byte)(a[i+32:]) == *(*[longRun]byte)(b[i+32:]) {
				i += longRun
			}
		}
	}
	for ; i+8 <= n; i += 8 {
		if x := word(a[i:]) ^ word(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)>>3
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func word(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
