package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// row is one line of a predicate's table: what condition asks of a field F that
// has values.
type row struct {
	name      string
	condition *ir.Field
	values    []event.Value // none: the field is absent
	want      bool
}

func runTable(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		if _, ok := ask(t, r.condition, r.values); ok != r.want {
			t.Errorf("%s: %v, want %v", r.name, ok, r.want)
		}
	}
}

// ask evaluates condition on an event whose F has values, after another event
// left its traces in the scratch.
func ask(t testing.TB, condition *ir.Field, values []event.Value) (match.Hit, bool) {
	t.Helper()
	var names view.Names
	slot := names.Slot("F")
	p, err := match.New(condition, names.Slot("G"))
	if err != nil {
		t.Fatal(err)
	}
	e := view.NewEvent(&names)
	e.Load(eventWith("F", []event.Value{event.TextValue("left-over"), event.HexValue(1)}))
	p.Match(e.Field(slot))
	ev := eventWith("f", values)
	ev.Fields = append(ev.Fields,
		event.Field{Name: "G", Value: event.TextValue("Gee")},
		event.Field{Name: "G", Value: event.TextValue("999")})
	e.Load(ev)
	return p.Match(e.Field(slot))
}

func eventWith(name string, values []event.Value) *event.Event {
	ev := &event.Event{Fields: event.Fields{{Name: "Other", Value: event.TextValue("other")}}}
	for _, v := range values {
		ev.Fields = append(ev.Fields, event.Field{Name: name, Value: v})
	}
	return ev
}

// Values of rules.

func lit(s string) ir.Value { return ir.Value{Text: s, Glob: ir.LiteralGlob(s)} }

// glob reads * ? and ~ (a dash) as wildcards.
func glob(s string) ir.Value {
	v := ir.Value{Text: s}
	kinds := map[rune]ir.SegmentKind{'*': ir.AnyRun, '?': ir.AnyOne, '~': ir.Dash}
	for _, r := range s {
		n := len(v.Glob)
		kind, wild := kinds[r]
		switch {
		case wild:
			v.Glob = append(v.Glob, ir.Segment{Kind: kind})
		case n > 0 && v.Glob[n-1].Kind == ir.Literal:
			v.Glob[n-1].Text += string(r)
		default:
			v.Glob = append(v.Glob, ir.Segment{Text: string(r)})
		}
	}
	return v
}

func num(text string, n ir.Number) ir.Value {
	return ir.Value{Kind: ir.NumberValue, Text: text, Num: n}
}

func whole(text string, magnitude uint64, negative bool) ir.Value {
	return num(text, ir.Number{Float: float64(magnitude), Bits: magnitude, Negative: negative, Exact: true})
}

func f(op ir.Op, vs ...ir.Value) *ir.Field { return &ir.Field{Name: "F", Op: op, Values: vs} }

func cased(c *ir.Field) *ir.Field {
	c.Cased = true
	return c
}

// Values of events.

func texts(ss ...string) []event.Value {
	var vs []event.Value
	for _, s := range ss {
		vs = append(vs, event.TextValue(s))
	}
	return vs
}

func vals(vs ...event.Value) []event.Value { return vs }

var (
	null    = event.Value{}
	machine = event.TextValue("%%2499").WithMeaning(&event.Meaning{Code: "%%2499", Text: "Machine key."})
)
