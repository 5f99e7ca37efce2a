package jsonl

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// delta is a text of the record at hand that is as a passage is, but for some lines.
//
//	…\n\tSequenceNumber=98\n… of 21 KB  →  the passage, with another line for its line 5
type delta struct {
	from    uint32 // where it stands
	passage *passage
	others  []otherLine
}

// otherLine is a line of a delta that is not as its passage has it, or all from there on.
type otherLine struct {
	from, to int // of the record
	in, out  int // of the passage's text: what it stands for
}

const (
	freeOthers   = 2       // lines that may be others wherever they stand
	sameForOther = 256     // bytes that are the same for each one more; else a text is looked through
	longestOther = 8 << 10 // bytes of such a line, behind what is the same
)

// readAlong reads the text at from, behind its quote, along a passage that begins with head,
// too; it is as a model has it up to i. It reports whether there is such a passage.
func (s *scanner) readAlong(from, i int, head uint64) (at span, to int, st status, like bool) {
	p := s.passages.like(s.b[from:], head)
	if p == nil || len(s.deltas) == maxTexts {
		return at, i, done, false
	}
	r := s.nextDelta()
	r.from, r.passage = uint32(from), p
	s.news.Of = append(s.news.Of, &p.Precedent)
	s.news.folds = s.news.folds || p.folds
	same, n := s.along(r, i)
	if n == len(p.raw) && same < len(s.b) && s.b[same] == '"' {
		s.news.add(same+1, same+1)
		s.passages.set(head).worn, p.vain = 0, 0
		return span{r.from, uint32(same), p.form}, same + 1, done, true
	}
	if at, to, st = s.beyond(from, same, p.form); st != done {
		return at, to, st, true
	}
	s.news.add(same, to)
	if same-from < (to-from)/2 {
		p.vain++
		s.passages.meet(at, head)
	}
	l := p.lines[p.line(n)]
	r.others = append(r.others, otherLine{same - (n - l.raw), int(at.to), l.text, len(p.text)})
	return at, to, done, true
}

// nextDelta returns one more, with the memory of one before.
func (s *scanner) nextDelta() *delta {
	n := len(s.deltas)
	s.deltas = slices.Grow(s.deltas, 1)[:n+1]
	r := &s.deltas[n]
	r.others = r.others[:0]
	return r
}

// along goes along r's passage as far as the text is like it, and returns how far that is
// in the record and in the passage.
func (s *scanner) along(r *delta, i int) (at, n int) {
	p := r.passage
	at = int(r.from)
	for {
		k := common(s.b[at:], p.raw[n:])
		if at, n = at+k, n+k; len(r.others) == 0 && at > i {
			s.news.add(i, i)
		}
		line := p.line(n)
		if n == len(p.raw) || line+1 == len(p.lines) || (len(r.others)-freeOthers)*sameForOther >= at-int(r.from) {
			return at, n
		}
		to := s.lineFeed(int(r.from), at)
		if to < 0 {
			return at, n
		}
		this, next := p.lines[line], p.lines[line+1]
		r.others = append(r.others, otherLine{at - (n - this.raw), to, this.text, next.text})
		s.news.add(at, to)
		at, n = to, next.raw
	}
}

// lineFeed returns where it goes on behind the next escaped line feed from i on in the
// text at from; -1 if there is none nearby, or another thing that ends a line.
func (s *scanner) lineFeed(from, i int) int {
	i -= slashes(s.b[from:i]) % 2
	for b := s.b[:min(i+longestOther, len(s.b))]; ; i += 2 {
		n := bytes.IndexByte(b[i:], '\\')
		if n < 0 || i+n+1 == len(b) || bytes.IndexByte(b[i:i+n], '"') >= 0 || bytes.IndexByte(b[i:i+n], '\n') >= 0 {
			return -1
		}
		switch i += n; simple[b[i+1]] {
		case '\n':
			return i + 2
		case 0:
			return -1
		}
	}
}

// fromDelta is unescape of raw, which stands at from, if it was read along a passage.
func (s *scanner) fromDelta(from uint32, raw []byte) (string, bool) {
	for i := range s.deltas {
		if r := &s.deltas[i]; r.from == from {
			return s.compose(r, len(raw))
		}
	}
	return "", false
}

// compose puts r together, of n bytes as it stands, unless it is no UTF-8.
func (s *scanner) compose(r *delta, n int) (string, bool) {
	p := r.passage.text
	if len(r.others) == 0 {
		return p, true
	}
	from := s.room(n + 8)
	out, at, in := s.slab.Buf[from:], 0, 0
	for _, o := range r.others {
		at += copy(out[at:], p[in:o.in])
		k := unescapeRuns(out[at:], s.b[o.from:o.to])
		if !utf8.Valid(out[at : at+k]) {
			return "", false
		}
		at, in = at+k, o.out
	}
	at += copy(out[at:], p[in:])
	s.slab.At = from + at
	return s.slab.Text(from), true
}
