package plan

import (
	"fmt"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// literal is something to look for in the values of a slot.
type literal struct {
	literalKey
	number *ir.Number // of aNumber
}

// literalKey is the same for equal literals.
type literalKey struct {
	text  string // folded; of aNumber, which
	slot  int32
	place place
}

// in returns the key of the literal in a slot.
func (k literalKey) in(slot int) literalKey {
	k.slot = int32(slot)
	return k
}

// isShort reports whether looking for the literal means to look at every place.
func (k *literalKey) isShort() bool { return k.place == anywhere && len(k.text) <= shortLength }

// place says where a literal has to be.
type place uint8

const (
	present  place = iota // the slot has some value
	whole                 // the text is a value, but for trailing blanks
	aNumber               // the number is a value
	atStart               // a value starts with the text
	atEnd                 // a value ends with the text
	anywhere              // the text is in a value
	sign                  // the same of a text of signs, none of them a letter, a digit or a blank
)

// everySlot is the slot of literals that any value of the event may have.
const everySlot = -1

// extract is what can be said of a question's texts: literals of which at least one
// is there whenever the answer is yes. None means that nothing of the kind can be said:
// it may be yes of an event that lacks the field.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  atEnd '\a.exe', atEnd '\b.exe'; exact
//	CommandLine|re: 'curl.*(-o|--out)'   →  anywhere 'curl'; not exact
type extract struct {
	literals []literal // of no slot yet
	exact    bool      // the answer is yes whenever one is there
	short    bool      // one is a short text to look for anywhere, or instead of signs
}

// literals returns the question's extract for a slot where short texts are looked for
// anywhere, and for one where they are not.
func (q *question) literals(shorts bool) extract {
	q.extracting.Do(func() { q.extract = q.literalsWith(true) })
	if !shorts && q.extract.short {
		return q.literalsWith(false)
	}
	return q.extract
}

func (q *question) literalsWith(shorts bool) extract {
	e := extractor{shorts: shorts, extract: extract{exact: true, literals: make([]literal, 0, q.values())}}
	if k := q.keyword; k != nil {
		e.values(ir.Contains, k.Values)
		e.exact = e.exact && !k.Cased
	} else {
		e.field(q.field)
	}
	return e.extract
}

type extractor struct {
	extract
	shorts bool // short texts are looked for anywhere
}

// tooShort reports whether text is not looked for anywhere.
func (e *extractor) tooShort(text string) bool {
	return text == "" || len(text) <= shortLength && !e.shorts
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
				number := match.Normal(v.Num)
				e.literals = append(e.literals, literal{literalKey{text: fmt.Sprint(number), place: aNumber}, &number})
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
	best := literalKey{place: present}
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
			best = literalKey{place: where, text: text}
		}
	}
	e.add(best.place, best.text)
}

// plain adds a text without wildcards.
func (e *extractor) plain(op ir.Op, text string) {
	where := places[op]
	if where != whole && text == "" || where == anywhere && e.tooShort(text) {
		e.atLeastPresent()
		return
	}
	e.add(where, text)
}

// places are where operators want a plain text.
var places = [ir.Null + 1]place{ir.Equals: whole, ir.StartsWith: atStart, ir.EndsWith: atEnd, ir.Contains: anywhere}

// regexp adds the first of an expression's lists that can be looked for. Signs are better
// than short words, of which a slot without short texts has few: bytes.Index finds them fast.
//
//	(set).*&&\s?set.*(environment|invoke|input)  →  '&&', not 'environment', 'invoke', 'input'
func (e *extractor) regexp(lists []match.Required) {
	if i := slices.IndexFunc(lists, match.Required.AreSigns); i >= 0 && lists[0].Shortest() < longWord {
		e.short = true
		if !e.shorts {
			e.addAll(sign, lists[i])
			return
		}
	}
	for _, list := range lists {
		if slices.ContainsFunc(list, e.tooShort) {
			continue
		}
		e.addAll(anywhere, list)
		return
	}
	e.atLeastPresent()
}

// addAll says that one of list is there.
func (e *extractor) addAll(where place, list match.Required) {
	e.exact = false
	for _, text := range list {
		e.add(where, text)
	}
}

// longWord is the length from which on words say more than signs.
const longWord = 8

// atLeastPresent says no more than that the field is there.
func (e *extractor) atLeastPresent() {
	e.exact = false
	e.add(present, "")
}

func (e *extractor) add(where place, text string) {
	k := literalKey{text: text, place: where}
	e.short = e.short || k.isShort()
	e.literals = append(e.literals, literal{literalKey: k})
}
