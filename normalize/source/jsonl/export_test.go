package jsonl

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// BlocksOf is Blocks with blocks of about size bytes.
var BlocksOf = blocks

// Special returns the index of the first of eight bytes that special finds, -1 for none.
func Special(b []byte) int {
	m := special(binary.LittleEndian.Uint64(b))
	if m == 0 {
		return -1
	}
	return bits.TrailingZeros64(m) >> 3
}

// FindText says where the string in b ends, as found fast and as found word by word.
func FindText(b []byte) (fast, slow string) {
	show := func(find func(s *scanner) (span, int, status)) string {
		s := newScanner()
		s.b, s.plain = b, true
		at, end, st := find(s)
		if st == done {
			return fmt.Sprint(at, end, s.plain)
		}
		return fmt.Sprint(st, s.why)
	}
	fast = show(func(s *scanner) (span, int, status) { return s.findText(0) })
	slow = show(func(s *scanner) (span, int, status) { return s.findWithin(0, 0, text, math.MaxInt) })
	return fast, slow
}

// KnownEscapes says whether the escapes of raw are known, and whether they veil nothing.
func KnownEscapes(raw []byte) (known, plain bool) {
	kind, known := knownEscapes(raw)
	return known, kind&veiled == 0
}

// Reader reads records one after the other as a scanner does that has read others.
type Reader struct{ s *scanner }

func NewReader() Reader { return Reader{newScanner()} }

// Record says what there is in the record that b begins with, for a scanner that has
// read others and for one that has not, and whether there is one.
func (r Reader) Record(b []byte) (got, want string, ok bool) {
	got, ok = outlined(r.s, b)
	want, _ = outlined(newScanner(), b)
	return got, want, ok
}

func outlined(s *scanner, b []byte) (string, bool) {
	n, st := s.record(b)
	if st != done {
		return fmt.Sprint(st, s.why), false
	}
	var shape uint64
	out := fmt.Append(nil, n, s.lines, s.plain)
	for i, l := range s.labels {
		shape = scan.ShapeWith(shape, l)
		raw, quoted := s.Raw(i)
		v := s.Value(i)
		out = fmt.Appendf(out, " %s|%s: %q %t %v %v;", l.Name, l.Path, raw, quoted, s.spans[i], v)
		if again := s.Value(i); again != v {
			out = fmt.Appendf(out, " and then %v;", again)
		}
	}
	if shape != s.shape || len(s.labels) != len(s.spans) {
		out = append(out, " another shape"...)
	}
	return string(out), true
}

// Like is whether the last record was like a model up to its end.
func (r Reader) Like() bool { return r.s.like != nil }

// Values says what each field of the last record is called, and has as its value.
func (r Reader) Values() (all []string) {
	for i, l := range r.s.labels {
		raw, quoted := r.s.Raw(i)
		all = append(all, fmt.Sprintf("%s|%s: %q %t", l.Name, l.Path, raw, quoted))
	}
	return all
}

// Text returns the text of the last record with its precedents.
func (r Reader) Text() (text []byte, plain bool, p event.Precedents) {
	text, plain = r.s.Text()
	return text, plain, r.s.Precedents()
}

// Unescape returns raw without escapes, as it is done for short and for long texts.
func Unescape(raw []byte) (short, long string) {
	out := make([]byte, len(raw)+8)
	short = string(out[:unescapeWords(out, raw)])
	return short, string(out[:unescapeRuns(out, raw)])
}

// AlongPassages is how many texts of the last record were like passages to their end.
func (r Reader) AlongPassages() (n int) {
	for _, rc := range r.s.deltas {
		if len(rc.others) == 0 || rc.others[len(rc.others)-1].out < len(rc.passage.text) {
			n++
		}
	}
	return n
}
