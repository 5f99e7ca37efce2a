package engine_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestPartTells holds the alerts of an event of which a part was matched against those of
// all of it: fields that no rule reads are left out of the part, and the others stand there
// in another order.
func TestPartTells(t *testing.T) {
	alerts := 0
	for seed := range uint64(300) {
		d := dice{rand.New(rand.NewPCG(seed, 2))}
		e := d.plainEngine(t)
		w := e.Worker()
		for range 20 {
			ev := d.event()
			if w.Need(ev.Class()) != engine.Fields {
				continue
			}
			part := *ev
			part.Fields = slices.DeleteFunc(slices.Clone(ev.Fields), func(f event.Field) bool { return !w.Reads(ev.Class(), &f) })
			slices.Reverse(part.Fields)
			want, _ := w.Match(nil, ev)
			got, err := w.MatchPart(nil, &part, false, func() *event.Event { return ev })
			if err != nil || !slices.Equal(e.Places(got), e.Places(want)) {
				t.Fatalf("%v: matched %v, want %v; %v", ev.Fields, e.Places(got), e.Places(want), err)
			}
			for i, a := range got {
				if a.Event != ev || a.ID != want[i].ID || !slices.Equal(a.Matched, want[i].Matched) || !reflect.DeepEqual(a.Exports, want[i].Exports) {
					t.Fatalf("%v: matched %v, exports %v\nwant %v, %v", ev.Fields, a.Matched, a.Exports, want[i].Matched, want[i].Exports)
				}
			}
			alerts += len(got)
		}
	}
	if alerts < 1000 {
		t.Errorf("only %d alerts", alerts)
	}
}

// plainEngine is an engine of rules that name the fields that they read. Some export others.
func (d dice) plainEngine(t testing.TB) *engine.Engine {
	t.Helper()
	var rs []*rules.Rule
	for i := range 1 + d.IntN(12) {
		condition := d.condition(3)
		plain := true
		for n := range ir.All(condition) {
			_, named := n.(*ir.Field)
			plain = plain && (named || len(ir.Kids(n)) > 0)
		}
		if plain {
			r := rule(fmt.Sprint(i), []taxonomy.Logsource{processCreation, security, anyWindows}[d.IntN(3)], condition)
			if d.IntN(4) == 0 {
				r.Exports = []string{d.field()}
			}
			rs = append(rs, r)
		}
	}
	return compile(t, rs...)
}
