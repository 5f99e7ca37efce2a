package correlate_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// bases are the rules on single events of all tests here.
var bases = []string{"a", "b", "c", "d"}

func baseRules() string {
	var b strings.Builder
	for _, name := range bases {
		fmt.Fprintf(&b, "title: %s\nname: %[1]s\nlogsource: {product: windows}\ndetection: {s: {EventID: 1}, condition: s}\n---\n", name)
	}
	return b.String()
}

func load(tb testing.TB, text string) *rules.Set {
	tb.Helper()
	l := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := l.Load(context.Background(), fstest.MapFS{"r.yml": {Data: []byte(text)}})
	if err != nil {
		tb.Fatal(err)
	}
	if err := set.Err(); err != nil {
		tb.Fatalf("%v\n%s", err, text)
	}
	return set
}

// feed turns hits into the alerts that the engine would raise.
type feed struct {
	rules map[string]*alert.Rule
	event map[int]*event.Event
}

func newFeed(set *rules.Set) *feed {
	f := &feed{rules: map[string]*alert.Rule{}, event: map[int]*event.Event{}}
	for r := range set.All() {
		f.rules[r.Name] = &alert.Rule{ID: r.ID, Title: r.Title, SHA256: r.SHA256}
	}
	return f
}

func (f *feed) alert(h oracle.Hit) *alert.Alert {
	ev := f.event[h.Event]
	if ev == nil {
		ev = &event.Event{Time: h.Time, Source: event.Source{File: "log", Index: int64(h.Event)}}
		f.event[h.Event] = ev
	}
	a := &alert.Alert{ID: fmt.Sprint(h.Rule, h.Event), Time: h.Time, Rule: f.rules[h.Rule], Event: ev}
	for name, values := range h.Fields {
		a.Exports = append(a.Exports, alert.Export{Field: name, Values: values})
	}
	return a
}

func found(a *alert.Alert, groupBy []string) oracle.Found {
	c := a.Correlation
	var parts []string
	for _, f := range groupBy {
		parts = append(parts, fmt.Sprintf("%s=%q", f, c.Group[f]))
	}
	return oracle.Found{Rule: a.Rule.Name, Group: strings.Join(parts, " "), Start: c.Start, End: c.End, Count: int(c.Count), Value: c.Value}
}

// correlate runs hits through the correlations of a set, and returns what each
// found in the order of time.
func run(set *rules.Set, o correlate.Options, hits []oracle.Hit) []oracle.Found {
	groupBy := map[string][]string{}
	var order []string
	for r := range set.Correlations() {
		groupBy[r.Name] = r.Correlation.GroupBy
		order = append(order, r.Name)
	}
	o.Base = true // all correlations are heard
	c := correlate.New(set, o)
	f := newFeed(set)
	var fired []*alert.Alert
	for _, h := range hits {
		fired = c.Push(fired, f.alert(h))
	}
	fired = c.Flush(fired)
	var all []oracle.Found
	for _, name := range order {
		var own []oracle.Found
		for _, a := range fired {
			if a.Rule.Name == name {
				own = append(own, found(a, groupBy[name]))
			}
		}
		all = append(all, own...)
	}
	return all
}

func sortFound(all []oracle.Found) {
	slices.SortFunc(all, func(a, b oracle.Found) int { return strings.Compare(show(a), show(b)) })
}

func show(f oracle.Found) string {
	value := math.Round(f.Value*1e6) / 1e6
	return fmt.Sprintf("%s %s %s-%s %d %v", f.Rule, f.Group, f.Start.UTC().Format("15:04:05.000"), f.End.UTC().Format("15:04:05.000"), f.Count, value)
}

func showAll(all []oracle.Found) string {
	sortFound(all)
	var lines []string
	for _, f := range all {
		lines = append(lines, show(f))
	}
	return strings.Join(lines, "\n")
}

// dice makes correlations and hits at random.
type dice struct{ *rand.Rand }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) some(from []string, least int) []string {
	from = slices.Clone(from)
	d.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:least+d.IntN(len(from)-least+1)]
}

// correlation returns a random one. Aliases are for the last of a chain: which
// alert of an event speaks for it in the next one is nobody's promise.
func (d dice) correlation(name string, children []string, last bool) string {
	kind := pick(d, "event_count", "value_count", "value_sum", "value_avg", "value_median", "value_percentile", "temporal", "temporal_ordered", "first_seen")
	over := d.some(append(slices.Clone(bases), children...), 1)
	over = over[:min(len(over), 4)]
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\nname: %[1]s\ncorrelation:\n  type: %s\n  timespan: %ds\n  rules: [%s]\n", name, kind, pick(d, 1, 5, 20), strings.Join(over, ", "))
	if by := d.some([]string{"u", "v"}, 0); len(by) > 0 {
		fmt.Fprintf(&b, "  group-by: [%s]\n", strings.Join(by, ", "))
		if last && d.IntN(3) == 0 {
			fmt.Fprintf(&b, "  aliases: {%s: {%s: w}}\n", by[0], over[0])
		}
	}
	field := ""
	switch {
	case kind == "value_count" && d.IntN(3) == 0:
		field = "field: [n, u], "
	case strings.HasPrefix(kind, "value"):
		field = "field: n, "
	}
	if kind == "value_percentile" {
		field += fmt.Sprintf("percentile: %d, ", pick(d, 0, 10, 90, 100))
	}
	if kind == "first_seen" {
		return d.firstSeen(name, append(slices.Clone(bases), children...), last)
	}
	temporal := strings.HasPrefix(kind, "temporal")
	switch {
	case temporal && d.IntN(3) == 0:
	case temporal && d.IntN(2) == 0:
		fmt.Fprintf(&b, "  condition: %s\n", d.expression(over))
	default:
		n := pick(d, 1, 2, 3, 5)
		if temporal {
			n = 1 + d.IntN(len(over))
		}
		fmt.Fprintf(&b, "  condition: {%s%s}\n", field, pick(d,
			fmt.Sprintf("gte: %d", n), fmt.Sprintf("gt: %d", n-1), fmt.Sprintf("eq: %d", n), fmt.Sprintf("neq: %d", n),
			fmt.Sprintf("lte: %d", n), fmt.Sprintf("lt: %d", n+1), fmt.Sprintf("gte: %d, lte: %d", n, n+1)))
	}
	return b.String() + "---\n"
}

func (d dice) firstSeen(name string, from []string, last bool) string {
	over := d.some(from, 2)[:2]
	s := fmt.Sprintf("title: %s\nname: %[1]s\ncorrelation:\n  type: first_seen\n  group-by: [%s]\n  %s\n  %s\n", name,
		strings.Join(d.some([]string{"u", "v", "n"}, 1), ", "), pick(d, "learn: 5s", "learn: 30s", ""), pick(d, "timespan: 1s", "timespan: 20s", ""))
	if d.IntN(3) == 0 {
		s += fmt.Sprintf("  rules: [%s]\n", strings.Join(over, ", "))
	} else {
		s += fmt.Sprintf("  rules: %s\n  known: %s\n", over[0], over[1])
	}
	if last && d.IntN(3) == 0 {
		s += fmt.Sprintf("  aliases: {u: {%s: w}}\n", over[0])
	}
	return s + "---\n"
}

func (d dice) expression(over []string) string {
	var parts []string
	for _, r := range over {
		parts = append(parts, pick(d, "", "", "not ")+r)
	}
	s := strings.Join(parts, pick(d, " and ", " or "))
	if d.IntN(4) == 0 {
		s = "not (" + s + ")"
	}
	return s
}

func (d dice) hits(n int) []oracle.Hit {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var hits []oracle.Hit
	for i := range n {
		at = at.Add(time.Duration(pick(d, 0, 0, 500, 1000, 1000, 5000, 21000)) * time.Millisecond)
		fields := map[string][]string{}
		for _, name := range []string{"u", "v", "w", "n"} {
			switch d.IntN(6) {
			case 0:
			case 1:
				fields[name] = []string{pick(d, "1", "2", "x"), pick(d, "3", "2.5")}
			default:
				fields[name] = []string{pick(d, "1", "2", "3")}
			}
		}
		satisfied := d.some(bases, 1)
		if d.IntN(3) > 0 {
			satisfied = satisfied[:1]
		}
		slices.Sort(satisfied)
		for _, r := range satisfied {
			hits = append(hits, oracle.Hit{Rule: r, Time: at, Event: i, Fields: fields})
		}
	}
	return hits
}

// TestOracle: random correlations over random hits find what the naive oracle
// does, whatever order late hits come in.
func TestOracle(t *testing.T) {
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	fires := 0
	for seed := range rounds {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 4))}
		text := baseRules()
		var names []string
		count := 1 + d.IntN(3)
		for i := range count {
			name := fmt.Sprint("corr", i)
			text += d.correlation(name, names, i == count-1)
			names = append(names, name)
		}
		set := loadAny(t, text)
		if set == nil {
			continue
		}
		hits := d.hits(5 + d.IntN(40))
		want, err := oracle.Correlate([]byte(text), slices.Clone(hits))
		if err != nil {
			t.Fatal(err)
		}
		fires += len(want)
		if got, want := showAll(run(set, correlate.Options{}, hits)), showAll(want); got != want {
			t.Fatalf("seed %d\n%s\ngot\n%s\nwant\n%s\nhits\n%s", seed, text[len(baseRules()):], got, want, list(hits))
		}
		if got, want := showAll(run(set, correlate.Options{Lateness: time.Minute}, d.late(hits, time.Minute))), showAll(want); got != want {
			t.Fatalf("seed %d, late\n%s\ngot\n%s\nwant\n%s", seed, text, got, want)
		}
	}
	if fires < 3*rounds {
		t.Errorf("only %d correlations fired", fires)
	}
}

// loadAny is load, but nil where the dice rolled a condition that cannot be.
func loadAny(t *testing.T, text string) *rules.Set {
	l := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := l.Load(context.Background(), fstest.MapFS{"r.yml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	if set.Err() != nil {
		if !strings.Contains(set.Err().Error(), "sigma-correlation") {
			t.Fatal(set.Err())
		}
		return nil
	}
	return set
}

func list(hits []oracle.Hit) string {
	var b strings.Builder
	for _, h := range hits {
		fmt.Fprintf(&b, "%s %d %s %v\n", h.Time.Format("15:04:05.000"), h.Event, h.Rule, h.Fields)
	}
	return b.String()
}

// late brings events out of order, by less than d; those with equal times keep
// theirs.
func (d dice) late(hits []oracle.Hit, most time.Duration) []oracle.Hit {
	arrival := map[time.Time]time.Time{}
	for _, h := range hits {
		if _, ok := arrival[h.Time]; !ok {
			arrival[h.Time] = h.Time.Add(time.Duration(d.Int64N(int64(most))))
		}
	}
	late := slices.Clone(hits)
	slices.SortStableFunc(late, func(a, b oracle.Hit) int { return arrival[a.Time].Compare(arrival[b.Time]) })
	return late
}
