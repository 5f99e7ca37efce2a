package plan

import (
	"bytes"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// slotIndex finds which literals of one slot an event has. Every value is
// looked at once, however many literals there are.
type slotIndex struct {
	slot    int
	present []int32 // literals that any value is
	wholes  map[string]int32
	numbers map[ir.Number]int32
	starts  *affixes
	ends    *affixes
	inside  []*grams
	bytes   []affix // of one byte each, anywhere
}

// gramClasses are the ways to look for literals of a length: long ones need not
// be looked for at every place.
var gramClasses = []struct{ length, size, stride int }{
	{7, 4, 4},
	{4, 4, 1},
	{2, 2, 1},
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
	x := &slotIndex{slot: slot}
	var starts, ends []affix
	inside := make([][]affix, len(gramClasses))
	for _, id := range ids {
		l := &literals[id]
		a := affix{[]byte(l.text), id}
		switch l.place {
		case present:
			x.present = append(x.present, id)
		case whole:
			if x.wholes == nil {
				x.wholes = map[string]int32{}
			}
			x.wholes[l.text] = id
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
			x.inside = append(x.inside, newGrams(literals, gramClasses[i].size, gramClasses[i].stride))
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
	if x.wholes == nil && x.starts == nil && x.ends == nil && x.inside == nil && x.bytes == nil {
		return // no text is asked for: fold none
	}
	for i := range f.Faces() {
		x.findText(found, f.Folded(i))
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

func (x *slotIndex) findText(found *hits, text []byte) {
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
	if x.starts != nil {
		x.starts.find(found, text)
	}
	if x.ends != nil {
		x.ends.find(found, text)
	}
	for _, g := range x.inside {
		g.find(found, text)
	}
	for i := range x.bytes {
		if bytes.IndexByte(text, x.bytes[i].text[0]) >= 0 {
			found.add(x.bytes[i].id)
		}
	}
}
