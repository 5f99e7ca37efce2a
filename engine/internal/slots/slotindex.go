package slots

import (
	"bytes"
	"math"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// slotIndex finds which literals of one slot an event has. Every value is
// looked at once, however many literals there are.
type slotIndex struct {
	slot    int
	present []int32        // literals that any value is
	bytes   []find.Literal // of one byte each, anywhere
	signs   []find.Literal // of signs only, anywhere
	lengths uint64         // of wholes: bit n for n bytes, the last bit for all that are longer
	numeric bool           // some are numbers
	texts   bool           // some are others than present and numbers
	foreign bool           // some literal is not ASCII
	around  bool           // some are where a text begins or ends, or are all of it

	// Of the literals to find anywhere:
	broken   bool // one has the end of a line in it
	shortest int  // its length
	digits   bool // one may stand in a hexadecimal number

	once   sync.Once
	unmade unmade // the tables, before the first value has come: some slots never have one
	tables
}

// unmade is what tables are made of: literals with their numbers, and texts like those
// to come.
type unmade struct {
	ids      []int32
	literals []Literal
	sample   []byte
}

// those returns the literals that belong together.
func (u *unmade) those(belongs func(l *Literal) bool) []find.Literal {
	n := 0
	for _, id := range u.ids {
		if belongs(&u.literals[id]) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	all := make([]find.Literal, 0, n)
	for _, id := range u.ids {
		if l := &u.literals[id]; belongs(l) {
			all = append(all, find.Literal{Text: fold.Bytes(l.Text), ID: id})
		}
	}
	return all
}

// tables find literals.
type tables struct {
	wholes  map[string]int32
	numbers map[ir.Number]int32
	starts  *find.Affixes
	ends    *find.Affixes
	inside  []*find.Grams
	others  []*find.Grams // of literals that are not ASCII, anywhere
}

// newSlotIndex returns the index of a slot's literals; ids are their numbers.
// Sample is like the texts to come.
func newSlotIndex(slot int, ids []int32, literals []Literal, sample []byte) *slotIndex {
	x := &slotIndex{slot: slot, shortest: math.MaxInt, unmade: unmade{ids, literals, sample}}
	for _, id := range ids {
		l := &literals[id]
		x.foreign = x.foreign || !fold.IsASCII(l.Text)
		switch l.Place {
		case Present:
			x.present = append(x.present, id)
		case Whole:
			x.lengths |= 1 << lengthBit(len(l.Text))
		case Number:
			x.numeric = true
		case Anywhere, Sign:
			x.addAnywhere(l, id)
		}
		x.texts = x.texts || l.Place != Present && l.Place != Number
		x.around = x.around || l.Place == Whole || l.Place == AtStart || l.Place == AtEnd
	}
	return x
}

// addAnywhere notes what a literal to find anywhere is like.
func (x *slotIndex) addAnywhere(l *Literal, id int32) {
	x.broken = x.broken || strings.IndexByte(l.Text, '\n') >= 0
	x.shortest = min(x.shortest, len(l.Text))
	x.digits = x.digits || len(strings.Trim(l.Text, "0123456789abcdefx")) == 0
	switch text := (find.Literal{Text: fold.Bytes(l.Text), ID: id}); {
	case l.Place == Sign:
		x.signs = append(x.signs, text)
	case len(l.Text) == 1:
		x.bytes = append(x.bytes, text)
	}
}

// build makes the tables.
func (x *slotIndex) build() {
	u := x.unmade
	x.unmade = unmade{}
	x.wholes, x.numbers = map[string]int32{}, map[ir.Number]int32{}
	for _, id := range u.ids {
		switch l := &u.literals[id]; l.Place {
		case Whole:
			x.wholes[l.Text] = id
		case Number:
			x.numbers[*l.Number] = id
		}
	}
	at := func(p Place) []find.Literal { return u.those(func(l *Literal) bool { return l.Place == p }) }
	x.starts, x.ends = find.NewAffixes(at(AtStart), false), find.NewAffixes(at(AtEnd), true)
	inside := func(ascii bool) []find.Literal {
		return u.those(func(l *Literal) bool {
			return l.Place == Anywhere && len(l.Text) > 1 && (!x.foreign || fold.IsASCII(l.Text)) == ascii
		})
	}
	x.inside, x.others = find.GramsOf(inside(true), u.sample), find.GramsOf(inside(false), u.sample)
}

// find adds the literals that f, which is not absent, has.
func (x *slotIndex) find(found *find.Hits, f *view.Field, s *Scratch, m *memory) {
	for _, id := range x.present {
		found.Add(id)
	}
	if !x.texts && !x.numeric {
		return
	}
	x.once.Do(x.build)
	for i := range f.Len() {
		m.values.Find(found, f.Value(i), &s.kept, func(found *find.Hits) { x.findValue(found, f, i, s, m) })
	}
}

// findValue adds the literals that value i of f has.
func (x *slotIndex) findValue(found *find.Hits, f *view.Field, i int, s *Scratch, m *memory) {
	if x.numeric {
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
func (x *slotIndex) findFace(found *find.Hits, f *view.Field, i int, s *Scratch, m *memory) {
	raw, ok := f.Raw(i)
	lines := ok && x.hasLines(raw)
	if lines {
		x.findLines(found, raw, s, m)
		if !x.around {
			return
		}
	}
	// Fast path: most texts need not be folded.
	text, ascii := fold.Bytes(raw), fold.IsASCII(raw)
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
	return ascii || !x.foreign && !fold.HidesASCII(raw)
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
	for i := range x.signs {
		if bytes.Contains(t, x.signs[i].Text) {
			found.Add(x.signs[i].ID)
		}
	}
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
