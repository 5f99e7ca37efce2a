package tree

import (
	"fmt"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/rules/ir"
)

// Extract is what can be said of a question's texts: literals of which at least one
// is there whenever the answer is yes. None means that nothing of the kind can be said:
// it may be yes of an event that lacks the field.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  atEnd '\a.exe', atEnd '\b.exe'; exact
//	CommandLine|re: 'curl.*(-o|--out)'   →  anywhere 'curl'; not exact
type Extract struct {
	Literals []slots.Literal // of no slot yet
	Exact    bool            // the answer is yes whenever one is there
	Short    bool            // one is a short text to look for anywhere, or instead of signs
}

// Literals returns the question's extract for a slot where short texts are looked for
// anywhere, and for one where they are not.
func (q *Question) Literals(shorts bool) Extract {
	q.extracting.Do(func() { q.extract = q.literalsWith(true) })
	if !shorts && q.extract.Short {
		return q.literalsWith(false)
	}
	return q.extract
}

func (q *Question) literalsWith(shorts bool) Extract {
	e := extractor{shorts: shorts, Extract: Extract{Exact: true, Literals: make([]slots.Literal, 0, q.Values())}}
	if k := q.Keyword; k != nil {
		e.values(ir.Contains, k.Values)
		e.Exact = e.Exact && !k.Cased
	} else {
		e.field(q.Field)
	}
	return e.Extract
}

type extractor struct {
	Extract
	shorts bool // short texts are looked for anywhere
}

// tooShort reports whether text is not looked for anywhere.
func (e *extractor) tooShort(text string) bool {
	return text == "" || len(text) <= slots.ShortLength && !e.shorts
}

func (e *extractor) field(f *ir.Field) {
	switch {
	case f.Op == ir.Null:
		e.Exact = false
	case f.Op == ir.Exists:
		e.add(slots.Present, "")
	case f.Ref != "", f.Part != ir.WholeValue, f.Op >= ir.Less:
		e.atLeastPresent()
	default:
		e.values(f.Op, f.Values)
		e.Exact = e.Exact && !f.Cased
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
				e.Literals = append(e.Literals, slots.Literal{Key: slots.Key{Text: fmt.Sprint(number), Place: slots.Number}, Number: &number})
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
		e.plain(op, fold.String(text))
		return
	}
	e.Exact = false
	best := slots.Key{Place: slots.Present}
	for i, s := range g {
		text := fold.String(s.Text)
		where := slots.Anywhere
		switch {
		case i == 0 && (op == ir.Equals || op == ir.StartsWith):
			where = slots.AtStart
		case i == len(g)-1 && op == ir.EndsWith:
			where = slots.AtEnd
		}
		if len(text) > len(best.Text) && (where != slots.Anywhere || !e.tooShort(text)) {
			best = slots.Key{Place: where, Text: text}
		}
	}
	e.add(best.Place, best.Text)
}

// plain adds a text without wildcards.
func (e *extractor) plain(op ir.Op, text string) {
	where := places[op]
	if where != slots.Whole && text == "" || where == slots.Anywhere && e.tooShort(text) {
		e.atLeastPresent()
		return
	}
	e.add(where, text)
}

// places are where operators want a plain text.
var places = [ir.Null + 1]slots.Place{ir.Equals: slots.Whole, ir.StartsWith: slots.AtStart, ir.EndsWith: slots.AtEnd, ir.Contains: slots.Anywhere}

// regexp adds the first of an expression's lists that can be looked for. Signs are better
// than short words, of which a slot without short texts has few: bytes.Index finds them fast.
//
//	(set).*&&\s?set.*(environment|invoke|input)  →  '&&', not 'environment', 'invoke', 'input'
func (e *extractor) regexp(lists []match.Required) {
	if i := slices.IndexFunc(lists, match.Required.AreSigns); i >= 0 && lists[0].Shortest() < longWord {
		e.Short = true
		if !e.shorts {
			e.addAll(slots.Sign, lists[i])
			return
		}
	}
	for _, list := range lists {
		if slices.ContainsFunc(list, e.tooShort) {
			continue
		}
		e.addAll(slots.Anywhere, list)
		return
	}
	e.atLeastPresent()
}

// addAll says that one of list is there.
func (e *extractor) addAll(where slots.Place, list match.Required) {
	e.Exact = false
	for _, text := range list {
		e.add(where, text)
	}
}

// longWord is the length from which on words say more than signs.
const longWord = 8

// atLeastPresent says no more than that the field is there.
func (e *extractor) atLeastPresent() {
	e.Exact = false
	e.add(slots.Present, "")
}

func (e *extractor) add(where slots.Place, text string) {
	k := slots.Key{Text: text, Place: where}
	e.Short = e.Short || k.IsShort()
	e.Literals = append(e.Literals, slots.Literal{Key: k})
}
