package correlate_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/rules"
)

// TestSnapshot: a correlator that is written and read anew at any moment finds
// what one does that is left alone, with the same ids.
func TestSnapshot(t *testing.T) {
	for seed := range 300 {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 5))}
		text := baseRules() + d.correlation("corr0", nil, false) + d.correlation("corr1", []string{"corr0"}, true)
		set := loadAny(t, text)
		if set == nil {
			continue
		}
		hits := d.late(d.hits(40), 10*time.Second)
		o := correlate.Options{Lateness: time.Duration(pick(d, 0, 5)) * time.Second, Base: true}
		one, f := correlate.New(set, o), newFeed(set)
		var want, got []*alert.Alert
		for _, h := range hits {
			want = one.Push(want, f.alert(h))
		}
		want = one.Flush(want)
		two := correlate.New(set, o)
		for i, h := range hits {
			if i > 0 && hits[i-1].Event != h.Event && d.IntN(4) == 0 {
				two = reread(t, two, set, o)
			}
			got = two.Push(got, f.alert(h))
		}
		got = two.Flush(got)
		if a, b := describe(got), describe(want); a != b {
			t.Fatalf("seed %d\n%s\ngot\n%s\nwant\n%s", seed, text, a, b)
		}
		if a, b := fmt.Sprintf("%+v", two.Stats()), fmt.Sprintf("%+v", one.Stats()); a != b {
			t.Errorf("got %s, want %s", a, b)
		}
	}
}

// reread returns a correlator that is written and read anew.
func reread(t *testing.T, c *correlate.Correlator, set *rules.Set, o correlate.Options) *correlate.Correlator {
	t.Helper()
	var state bytes.Buffer
	if err := c.Snapshot(&state); err != nil {
		t.Fatal(err)
	}
	anew := correlate.New(set, o)
	if err := anew.Restore(&state); err != nil {
		t.Fatal(err)
	}
	return anew
}

func describe(alerts []*alert.Alert) string {
	var b strings.Builder
	for _, a := range alerts {
		text, _ := a.MarshalJSON()
		b.Write(append(text, '\n'))
	}
	return b.String()
}

func TestRestoreRefuses(t *testing.T) {
	text := func(timespan string) string {
		return baseRules() + "title: c\nname: c\ncorrelation: {type: event_count, rules: [a], timespan: " + timespan + ", condition: {gte: 2}}\n"
	}
	var state bytes.Buffer
	c := correlate.New(load(t, text("5m")), correlate.Options{})
	if err := c.Snapshot(&state); err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]*rules.Set{
		"another correlation": load(t, text("6m")),
		"another rule":        load(t, strings.Replace(text("5m"), "EventID: 1", "EventID: 2", 1)),
		"a filter":            load(t, text("5m")+"---\ntitle: f\nlogsource: {product: windows}\nfilter: {rules: any, s: {User: x}, condition: not s}\n"),
		"none":                load(t, baseRules()),
	} {
		if err := correlate.New(set, correlate.Options{}).Restore(bytes.NewReader(state.Bytes())); !errors.Is(err, correlate.ErrState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, broken := range [][]byte{nil, []byte("x"), state.Bytes()[:state.Len()/2]} {
		if err := correlate.New(load(t, text("5m")), correlate.Options{}).Restore(bytes.NewReader(broken)); !errors.Is(err, correlate.ErrState) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}
