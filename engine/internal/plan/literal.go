package plan

import (
	"fmt"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// literal is something to look for in the values of a slot.
type literal struct {
	slot   int
	place  place
	text   string    // folded
	number ir.Number // of aNumber
}

// literalKey is the same for equal literals. It is small, for maps.
type literalKey struct {
	text string
	slot int32
	what place
}

func (l *literal) key() literalKey {
	if l.place != aNumber {
		return literalKey{l.text, int32(l.slot), l.place}
	}
	return literalKey{fmt.Sprint(l.number), int32(l.slot), l.place}
}

// place says where a literal has to be.
type place uint8

const (
	present  place = iota // the slot has some value
	whole                 // the text is a value, but for trailing blanks
	aNumber               // the number is a value
	atStart               // a value starts with the text
	atEnd                 // a value ends with the text
	anywhere              // the text is in a value
)

// everySlot is the slot of literals that any value of the event may have.
const everySlot = -1

// literalsOf returns literals of which at least one is there whenever t is true.
// None means that nothing of the kind can be said: t may be true of an event
// that lacks the field. Exact says that t is true whenever one is there.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  atEnd '\a.exe', atEnd '\b.exe'; exact
//	CommandLine|re: 'curl.*(-o|--out)'   →  anywhere 'curl'; not exact
//
// Short texts are looked for anywhere in the slots that shorts says.
func literalsOf(t *Test, shorts func(slot int) bool) (lits []literal, exact bool) {
	e := extractor{exact: true, shorts: shorts, lits: make([]literal, 0, t.values())}
	switch {
	case t.keyword != nil:
		e.slot = everySlot
		e.values(ir.Contains, t.keyword.Values)
		e.exact = e.exact && !t.keyword.Cased
	default:
		e.slot = t.Slot
		e.field(t.field)
	}
	return e.lits, e.exact
}

type extractor struct {
	slot   int
	shorts func(slot int) bool
	lits   []literal
	exact  bool
}

// tooShort reports whether text is not looked for anywhere.
func (e *extractor) tooShort(text string) bool {
	return text == "" || len(text) <= shortLength && !e.shorts(e.slot)
}

func (e *extractor) field(f *ir.Field) {
	switch {
	case f.Op == ir.Null:
		e.exact = false
	case f.Op == ir.Exists:
		e.add(present, "")
	case f.Ref != "", f.Part != ir.WholeValue, f.Op >= ir.Less:
		e.atLeastPresent()
	default:
		e.values(f.Op, f.Values)
		e.exact = e.exact && !f.Cased
	}
}

func (e *extractor) values(op ir.Op, vs []ir.Value) {
	for i := range vs {
		switch v := &vs[i]; v.Kind {
		case ir.TextValue:
			e.glob(op, v.Glob)
		case ir.NumberValue:
			e.glob(op, ir.LiteralGlob(v.Text))
			if op == ir.Equals {
				e.lits = append(e.lits, literal{slot: e.slot, place: aNumber, number: match.Normal(v.Num)})
			}
		case ir.RegexpValue:
			e.regexp(match.RequiredOf(v.Regexp))
		default:
			e.atLeastPresent()
		}
	}
}

// glob adds the most telling literal piece of g.
func (e *extractor) glob(op ir.Op, g ir.Glob) {
	if text, ok := g.Literal(); ok {
		e.plain(op, match.Fold(text))
		return
	}
	e.exact = false
	best := literal{place: present}
	for i, s := range g {
		text := match.Fold(s.Text)
		where := anywhere
		switch {
		case i == 0 && (op == ir.Equals || op == ir.StartsWith):
			where = atStart
		case i == len(g)-1 && op == ir.EndsWith:
			where = atEnd
		}
		if len(text) > len(best.text) && (where != anywhere || !e.tooShort(text)) {
			best = literal{place: where, text: text}
		}
	}
	e.add(best.place, best.text)
}

// plain adds a text without wildcards.
func (e *extractor) plain(op ir.Op, text string) {
	where := map[ir.Op]place{ir.Equals: whole, ir.StartsWith: atStart, ir.EndsWith: atEnd, ir.Contains: anywhere}[op]
	if where != whole && text == "" || where == anywhere && e.tooShort(text) {
		e.atLeastPresent()
		return
	}
	e.add(where, text)
}

// regexp adds the first of an expression's lists that can be looked for.
func (e *extractor) regexp(lists []match.Required) {
	for _, list := range lists {
		if slices.ContainsFunc(list, e.tooShort) {
			continue
		}
		e.exact = false
		for _, text := range list {
			e.add(anywhere, text)
		}
		return
	}
	e.atLeastPresent()
}

// atLeastPresent says no more than that the field is there.
func (e *extractor) atLeastPresent() {
	e.exact = false
	e.add(present, "")
}

func (e *extractor) add(where place, text string) {
	e.lits = append(e.lits, literal{slot: e.slot, place: where, text: text})
}
