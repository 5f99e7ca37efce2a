package plan

import (
	"bytes"
	"math"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
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
	starts  *affixes
	ends    *affixes
	inside  []*grams
	bytes   []affix // of one byte each, anywhere
	foreign bool    // some literal is not ASCII

	// Of the literals to find anywhere:
	shortest int  // its length
	digits   bool // one may stand in a hexadecimal or decimal number
}

// gramClasses are literals that are looked for together, by length: short ones
// at every place, long ones at every fourth or less. Small grams allow for larger
// strides, and are found where there is nothing as long as there are few.
var gramClasses = []struct{ length, size, few, fewSize int }{
	{7, 4, 0, 4},
	{4, 4, 64, 3},
	{2, 2, 0, 2},
}

// shortLength is the length up to which literals are short: looking for them
// means to look at every place, and pays from manyShorts on. A field with fewer
// leaves the tests that have them to be asked one by one.
const (
	shortLength = 3
	manyShorts  = 32
)

// newSlotIndex returns the index of a slot's literals; ids are their numbers.
func newSlotIndex(slot int, ids []int32, literals []literal) *slotIndex {
	x := &slotIndex{slot: slot, shortest: math.MaxInt}
	var starts, ends []affix
	inside := make([][]affix, len(gramClasses))
	for _, id := range ids {
		l := &literals[id]
		a := affix{[]byte(l.text), id}
		x.foreign = x.foreign || !match.IsASCII(l.text)
		switch l.place {
		case present:
			x.present = append(x.present, id)
		case whole:
			if x.wholes == nil {
				x.wholes = map[string]int32{}
			}
			x.wholes[l.text] = id
			x.lengths |= 1 << lengthBit(len(l.text))
		case aNumber:
			if x.numbers == nil {
				x.numbers = map[ir.Number]int32{}
			}
			x.numbers[l.number] = id
		case atStart:
			starts = append(starts, a)
		case atEnd:
			ends = append(ends, a)
		case anywhere:
			x.shortest = min(x.shortest, len(l.text))
			x.digits = x.digits || strings.Trim(l.text, "0123456789abcdefx") == ""
			if len(l.text) == 1 {
				x.bytes = append(x.bytes, a)
				continue
			}
			i := gramClassOf(l.text)
			inside[i] = append(inside[i], a)
		}
	}
	if starts != nil {
		x.starts = newAffixes(starts, false)
	}
	if ends != nil {
		x.ends = newAffixes(ends, true)
	}
	for i, literals := range inside {
		if literals != nil {
			size := gramClasses[i].size
			if len(literals) < gramClasses[i].few {
				size = gramClasses[i].fewSize
			}
			x.inside = append(x.inside, newGrams(literals, size))
		}
	}
	return x
}

// gramClassOf returns which of gramClasses text is long enough for.
func gramClassOf(text string) int {
	i := 0
	for len(text) < gramClasses[i].length {
		i++
	}
	return i
}

// find adds the literals that f, which is not absent, has.
func (x *slotIndex) find(found *hits, f *match.Field) {
	for _, id := range x.present {
		found.add(id)
	}
	if x.numbers != nil {
		x.findNumbers(found, f)
	}
	if !x.asksTexts() {
		return
	}
	for i := range f.Faces() {
		// Fast path: most texts need not be folded.
		if raw, ok := f.Raw(i); ok && x.takesRaw(raw) {
			findInside(x, found, raw)
		} else {
			x.findFolded(found, f.Folded(i))
		}
	}
}

func (x *slotIndex) asksTexts() bool {
	return x.wholes != nil || x.starts != nil || x.ends != nil || x.inside != nil || x.bytes != nil
}

// takesRaw reports whether the literals can be looked for in raw as it is: it is
// not, and is but for trailing blanks not, as long as one that it must equal.
func (x *slotIndex) takesRaw(raw string) bool {
	return x.bytes == nil && x.lengths>>lengthBit(len(raw))&1 == 0 &&
		(x.lengths == 0 || raw == "" || raw[len(raw)-1] > ' ') && x.readsBytes(raw)
}

// readsBytes reports whether the literals stand in raw where they do when it is
// folded byte by byte.
func (x *slotIndex) readsBytes(raw string) bool {
	return match.IsASCII(raw) || !x.foreign && !match.HidesASCII(raw)
}

func lengthBit(n int) int { return min(n, 63) }

// findEverywhere is find for the values of all fields of ev. One rule with
// keywords makes it look at every byte of every event, so it looks at them where
// they are.
func (x *slotIndex) findEverywhere(found *hits, s *State) {
	ev := s.Event.Source()
	for _, id := range x.present {
		found.add(id)
	}
	for i := range ev.Fields {
		v := &ev.Fields[i].Value
		if x.bytes != nil || x.digits && v.Kind() == event.Hex {
			// Slow path: the literals may be in spellings that must be made first.
			x.find(found, s.Event.All())
			return
		}
		x.findText(found, s, v.Raw())
		if m := v.Meaning(); m != nil {
			x.findText(found, s, m.Code)
			x.findText(found, s, m.Text)
		}
	}
}

// findText adds the literals that are anywhere in raw.
func (x *slotIndex) findText(found *hits, s *State, raw string) {
	switch {
	case len(raw) < x.shortest: // folding makes nothing longer
	case x.readsBytes(raw):
		findInside(x, found, raw)
	default:
		s.folded = match.AppendFold(s.folded[:0], raw)
		findInside(x, found, s.folded)
	}
}

func (x *slotIndex) findNumbers(found *hits, f *match.Field) {
	for i := range f.Len() {
		if n, ok := match.NumberOf(f.Value(i)); ok {
			if id, ok := x.numbers[n]; ok {
				found.add(id)
			}
		}
	}
}

func (x *slotIndex) findFolded(found *hits, text []byte) {
	if x.wholes != nil {
		if id, ok := x.wholes[string(text)]; ok {
			found.add(id)
		}
		if trimmed := match.TrimBlanks(text); len(trimmed) < len(text) {
			if id, ok := x.wholes[string(trimmed)]; ok {
				found.add(id)
			}
		}
	}
	for i := range x.bytes {
		if bytes.IndexByte(text, x.bytes[i].text[0]) >= 0 {
			found.add(x.bytes[i].id)
		}
	}
	findInside(x, found, text)
}

// findInside adds the literals that t starts with, ends with, or has in it.
func findInside[T text](x *slotIndex, found *hits, t T) {
	if x.starts != nil {
		findAffixes(x.starts, found, t)
	}
	if x.ends != nil {
		findAffixes(x.ends, found, t)
	}
	for _, g := range x.inside {
		findGrams(g, found, t)
	}
}
