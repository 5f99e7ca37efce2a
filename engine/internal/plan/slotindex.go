package plan

import (
	"bytes"
	"math"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// slotIndex finds which literals of one slot an event has. Every value is
// looked at once, however many literals there are.
type slotIndex struct {
	slot    int
	present []int32 // literals that any value is
	wholes  map[string]int32
	lengths uint64 // of wholes: bit n for n bytes, the last bit for all that are longer
	numbers map[ir.Number]int32
	starts  *find.Affixes
	ends    *find.Affixes
	inside  []*find.Grams
	others  []*find.Grams  // of literals that are not ASCII, anywhere
	bytes   []find.Literal // of one byte each, anywhere
	texts   bool           // there are others than present and numbers
	foreign bool           // some literal is not ASCII

	around bool // some are where a text begins or ends, or are all of it

	// Of the literals to find anywhere:
	broken   bool // one has the end of a line in it
	shortest int  // its length
	digits   bool // one may stand in a hexadecimal number
}

// shortLength is the length up to which literals are short: looking for them
// means to look at every place, and pays from manyShorts on. A field with fewer
// leaves the tests that have them to be asked one by one.
const (
	shortLength = 3
	manyShorts  = 32
)

// newSlotIndex returns the index of a slot's literals; ids are their numbers.
// Sample is like the texts to come.
func newSlotIndex(slot int, ids []int32, literals []literal, sample []byte) *slotIndex {
	x := &slotIndex{slot: slot, wholes: map[string]int32{}, numbers: map[ir.Number]int32{}, shortest: math.MaxInt}
	var starts, ends, inside []find.Literal
	for _, id := range ids {
		l := &literals[id]
		a := find.Literal{Text: []byte(l.text), ID: id}
		x.foreign = x.foreign || !match.IsASCII(l.text)
		switch l.place {
		case present:
			x.present = append(x.present, id)
		case whole:
			x.wholes[l.text] = id
			x.lengths |= 1 << lengthBit(len(l.text))
		case aNumber:
			x.numbers[l.number] = id
		case atStart:
			starts = append(starts, a)
		case atEnd:
			ends = append(ends, a)
		case anywhere:
			inside = append(inside, a)
		}
	}
	x.starts, x.ends = find.NewAffixes(starts, false), find.NewAffixes(ends, true)
	x.addInside(inside, sample)
	x.around = x.lengths != 0 || starts != nil || ends != nil
	x.texts = x.around || inside != nil
	return x
}

// addInside adds the literals to find anywhere.
func (x *slotIndex) addInside(literals []find.Literal, sample []byte) {
	var ascii, others []find.Literal
	for _, a := range literals {
		x.broken = x.broken || bytes.IndexByte(a.Text, '\n') >= 0
		x.shortest = min(x.shortest, len(a.Text))
		x.digits = x.digits || len(bytes.Trim(a.Text, "0123456789abcdefx")) == 0
		switch {
		case len(a.Text) == 1:
			x.bytes = append(x.bytes, a)
		case match.IsASCII(string(a.Text)):
			ascii = append(ascii, a)
		default:
			others = append(others, a)
		}
	}
	x.inside, x.others = find.GramsOf(ascii, sample), find.GramsOf(others, sample)
}

// find adds the literals that f, which is not absent, has.
func (x *slotIndex) find(found *find.Hits, f *match.Field, s *State, m *memory) {
	for _, id := range x.present {
		found.Add(id)
	}
	if !x.texts && len(x.numbers) == 0 {
		return
	}
	for i := range f.Len() {
		m.values.Find(found, f.Value(i), &s.memories.kept, func(found *find.Hits) { x.findValue(found, f, i, s, m) })
	}
}

// findValue adds the literals that value i of f has.
func (x *slotIndex) findValue(found *find.Hits, f *match.Field, i int, s *State, m *memory) {
	if len(x.numbers) > 0 {
		if n, ok := match.NumberOf(f.Value(i)); ok {
			if id, ok := x.numbers[n]; ok {
				found.Add(id)
			}
		}
	}
	if !x.texts {
		return
	}
	for j, end := f.FacesOf(i); j < end; j++ {
		x.findFace(found, f, j, s, m)
	}
}

// findFace adds the literals that spelling i of f has.
func (x *slotIndex) findFace(found *find.Hits, f *match.Field, i int, s *State, m *memory) {
	raw, ok := f.Raw(i)
	lines := ok && x.hasLines(raw)
	if lines {
		x.findLines(found, raw, s, m)
		if !x.around {
			return
		}
	}
	// Fast path: most texts need not be folded.
	text, ascii := match.Bytes(raw), match.IsASCII(raw)
	if !ok || !x.takesRaw(raw, ascii) {
		text = f.Folded(i)
		x.findWhole(found, text)
		if f.Entire(i) {
			return
		}
	}
	x.findEnds(found, text)
	if !lines {
		x.findAnywhere(found, text, ascii)
	}
}

// takesRaw reports whether the literals can be looked for in raw as it is: it is
// not, and is but for trailing blanks not, as long as one that it must equal.
func (x *slotIndex) takesRaw(raw string, ascii bool) bool {
	return x.bytes == nil && x.lengths>>lengthBit(len(raw))&1 == 0 &&
		(x.lengths == 0 || raw == "" || raw[len(raw)-1] > ' ') && x.readsBytes(raw, ascii)
}

// readsBytes reports whether the literals stand in raw where they do when it is
// folded byte by byte.
func (x *slotIndex) readsBytes(raw string, ascii bool) bool {
	return ascii || !x.foreign && !match.HidesASCII(raw)
}

func lengthBit(n int) int { return min(n, 63) }

// findWhole adds the literal that text is, without its trailing blanks too.
func (x *slotIndex) findWhole(found *find.Hits, text []byte) {
	if x.lengths == 0 {
		return
	}
	if id, ok := x.wholes[string(text)]; ok {
		found.Add(id)
	}
	if trimmed := match.TrimBlanks(text); len(trimmed) < len(text) {
		if id, ok := x.wholes[string(trimmed)]; ok {
			found.Add(id)
		}
	}
}

// findEnds adds the literals that t starts or ends with.
func (x *slotIndex) findEnds(found *find.Hits, t []byte) {
	if x.starts != nil {
		x.starts.Find(found, t)
	}
	if x.ends != nil {
		x.ends.Find(found, t)
	}
}

// findAnywhere adds the literals that t, which is folded unless [slotIndex.takesRaw] says
// that it need not be, has in it.
func (x *slotIndex) findAnywhere(found *find.Hits, t []byte, ascii bool) {
	for i := range x.bytes {
		if bytes.IndexByte(t, x.bytes[i].Text[0]) >= 0 {
			found.Add(x.bytes[i].ID)
		}
	}
	for _, g := range x.inside {
		g.Find(found, t)
	}
	if ascii {
		return
	}
	for _, g := range x.others {
		g.Find(found, t)
	}
}
