package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestKeyword(t *testing.T) {
	ev := &event.Event{Fields: event.Fields{
		{Name: "EventID", Section: event.System, Value: event.UintValue(4624)},
		{Name: "CommandLine", Section: event.EventData, Value: event.TextValue("run MimiKatz now")},
		{Name: "Nothing", Value: null},
		{Name: "KeyType", Value: machine},
		{Name: "Message", Section: event.Rendering, Value: event.TextValue("said so")},
	}}
	for _, c := range []struct {
		name    string
		keyword ir.Keyword
		want    int // the field, -1 for none
	}{
		{"inside a value", ir.Keyword{Values: []ir.Value{lit("mimikatz")}}, 1},
		{"near miss", ir.Keyword{Values: []ir.Value{lit("mimikats")}}, -1},
		{"cased", ir.Keyword{Cased: true, Values: []ir.Value{lit("mimikatz")}}, -1},
		{"cased match", ir.Keyword{Cased: true, Values: []ir.Value{lit("MimiKatz")}}, 1},
		{"number as text", ir.Keyword{Values: []ir.Value{lit("462")}}, 0},
		{"unquoted number", ir.Keyword{Values: []ir.Value{whole("62", 62, false)}}, 0},
		{"a meaning", ir.Keyword{Values: []ir.Value{lit("machine key")}}, 3},
		{"what was rendered", ir.Keyword{Values: []ir.Value{lit("SAID")}}, 4},
		{"no field name", ir.Keyword{Values: []ir.Value{lit("CommandLine")}}, -1},
		{"never across fields", ir.Keyword{Values: []ir.Value{lit("now%%")}}, -1},
		{"wildcard", ir.Keyword{Values: []ir.Value{glob("run*now")}}, 1},
		{"wildcard never across fields", ir.Keyword{Values: []ir.Value{glob("run*so")}}, -1},
		{"several", ir.Keyword{Values: []ir.Value{lit("x"), lit("katz")}}, 1},
		{"none", ir.Keyword{}, -1},
	} {
		p, err := match.NewKeyword(&c.keyword)
		if err != nil {
			t.Fatal(err)
		}
		e := view.NewEvent(&view.Names{})
		e.Load(ev)
		got := -1
		if hit, ok := p.Match(e.All()); ok {
			got = e.All().Ref(hit.Value)
		}
		if got != c.want {
			t.Errorf("%s: field %d, want %d", c.name, got, c.want)
		}
	}
}
