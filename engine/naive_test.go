package engine_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// dice makes rules and events at random, of few words, so that they often meet.
type dice struct{ *rand.Rand }

var words = []string{
	"", "a", "b ", "-e", "/c", "*", "ab", "abc", "Abc", "cmd", ".exe", `\cmd.exe`, `\pwsh.exe`, "power", "powershell", "PowerShell.exe",
	"mimikatz", "sekurlsa::", "Invoke-", "Invoke-Mimikatz", "S-1-5-18", "0x3e7", "999", "4", "4.0", "4688", "1", "10.1.2.3", "::1",
	"2024-05-06 07:08:09", "\u212aelvin", "kelvin", "straße", "ΟΔΟΣ", "οδος", "🦆", "☠", "а", "\r\n", "%%2464", "bad\xffbytes",
}

func (d dice) word() string { return words[d.IntN(len(words))] }

func (d dice) text() string {
	s := d.word()
	for range d.IntN(4) {
		s += d.word()
	}
	return s
}

// lines are a few long and short ones, which come again.
func (d dice) lines() string {
	s := ""
	for range 1 + d.IntN(5) {
		s += strings.Repeat("long ", d.IntN(2)*(30+d.IntN(2))) + d.word() + []string{"\n", "\r\n"}[d.IntN(2)]
	}
	return s
}

var fieldNames = []string{"A", "B", "C", "Image", "CommandLine", "User", "IntegrityLevel", "EventID", "Channel", "NewProcessName"}

func (d dice) field() string { return fieldNames[d.IntN(len(fieldNames))] }

func (d dice) event() *event.Event {
	ids := []uint32{0, 1, 4, 4688}
	channels := []string{"", "Security", sysmon}
	ev := newEvent(channels[d.IntN(3)], "", ids[d.IntN(4)])
	for range d.IntN(8) {
		f := event.Field{Name: d.field(), Section: event.EventData, Value: d.value()}
		if d.IntN(4) == 0 {
			f.Path = d.field()
		}
		ev.Fields = append(ev.Fields, f)
	}
	return ev
}

func (d dice) value() event.Value {
	switch d.IntN(12) {
	case 0:
		return event.Value{}
	case 1:
		return event.UintValue(uint64(d.IntN(6)))
	case 2:
		return event.HexText("0x03e7", 999)
	case 3:
		return event.FloatValue(4)
	case 4:
		return event.TextValue(d.word()).WithMeaning(&event.Meaning{Code: d.word(), Text: d.text()})
	case 5:
		return event.TextValue(d.text() + "  ")
	case 6:
		return event.TextValue(d.lines())
	}
	return event.TextValue(d.text())
}

func (d dice) condition(depth int) ir.Node {
	if depth == 0 || d.IntN(3) == 0 {
		return d.leaf()
	}
	var kids []ir.Node
	for range 1 + d.IntN(3) {
		kids = append(kids, d.condition(depth-1))
	}
	switch d.IntN(6) {
	case 0:
		return &ir.Not{Kid: kids[0]}
	case 1:
		return &ir.AtLeast{N: d.IntN(4), Kids: kids}
	case 2, 3:
		return or(kids...)
	}
	return and(kids...)
}

func (d dice) leaf() ir.Node {
	switch d.IntN(20) {
	case 0:
		return &ir.Keyword{Cased: d.IntN(4) == 0, Values: d.alternatives()}
	case 1:
		return &ir.Field{Name: d.field(), Op: ir.Null}
	case 2:
		return &ir.Field{Name: d.field(), Op: ir.Exists}
	case 3:
		return &ir.Field{Name: d.field(), Op: ir.Op(d.IntN(4)), Ref: d.field()}
	case 4:
		return &ir.Field{Name: d.field(), Op: ir.Less + ir.Op(d.IntN(4)), Values: []ir.Value{d.number()}}
	case 5:
		return &ir.Field{Name: d.field(), Part: ir.Hour, Values: []ir.Value{{Kind: ir.NumberValue, Num: ir.Number{Float: 7}}}}
	case 6:
		prefix := netip.MustParsePrefix([]string{"10.0.0.0/8", "::/64"}[d.IntN(2)])
		return &ir.Field{Name: d.field(), Op: ir.CIDR, Values: []ir.Value{{Kind: ir.CIDRValue, Prefix: prefix}}}
	case 7:
		return d.expression()
	case 8:
		return d.code()
	case 9:
		return number("EventID", "4688", 4688)
	}
	return &ir.Field{Name: d.field(), Op: ir.Op(d.IntN(4)), Cased: d.IntN(8) == 0, Values: d.alternatives()}
}

func (d dice) alternatives() []ir.Value {
	var vs []ir.Value
	for range 1 + d.IntN(4) {
		switch d.IntN(8) {
		case 0:
			vs = append(vs, d.number())
		case 1:
			vs = append(vs, ir.Value{Glob: d.glob()})
		default:
			w := d.word()
			vs = append(vs, ir.Value{Text: w, Glob: ir.LiteralGlob(w)})
		}
	}
	return vs
}

func (d dice) number() ir.Value {
	n := uint64(d.IntN(6))
	return ir.Value{Kind: ir.NumberValue, Text: fmt.Sprint(n), Num: ir.Number{Float: float64(n), Bits: n, Exact: d.IntN(2) == 0}}
}

func (d dice) glob() ir.Glob {
	var g ir.Glob
	for range 1 + d.IntN(3) {
		if w := d.word(); w != "" {
			g = append(g, ir.Segment{Text: w})
		}
		g = append(g, ir.Segment{Kind: ir.AnyOne + ir.SegmentKind(d.IntN(3))})
	}
	if w := d.word(); w != "" && d.IntN(2) == 0 {
		g = append(g, ir.Segment{Text: w})
	}
	return g
}

func (d dice) expression() ir.Node {
	source := regexp.QuoteMeta(strings.ToValidUTF8(d.word(), "")) + []string{"", ".*", "+", "|"}[d.IntN(4)] + regexp.QuoteMeta(strings.ToValidUTF8(d.word(), ""))
	if d.IntN(2) == 0 {
		source = "(?i)" + source
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return d.leaf()
	}
	return &ir.Field{Name: d.field(), Op: ir.Regexp, Values: []ir.Value{{Kind: ir.RegexpValue, Text: source, Regexp: re}}}
}

// code is an expression: one that asks, one that always fails, one that panics.
func (d dice) code() ir.Node {
	name := d.field()
	return &ir.Leaf{Fields: []string{name}, Eval: [...]func(l ir.Lookup) (bool, error){
		func(l ir.Lookup) (bool, error) { return l.Field(name) != nil, nil },
		func(ir.Lookup) (bool, error) { return false, errors.New("fails") },
		func(ir.Lookup) (bool, error) { panic("panics") },
	}[d.IntN(3)]}
}

func (d dice) engine(t testing.TB) *engine.Engine {
	t.Helper()
	sources := []taxonomy.Logsource{processCreation, security, anyWindows}
	rs := make([]*rules.Rule, 1+d.IntN(60))
	for i := range rs {
		rs[i] = rule(fmt.Sprint(i), sources[d.IntN(3)], d.condition(3))
	}
	return compile(t, rs...)
}

// checkAgainstNaive holds Match and Explain against the naive twin.
func checkAgainstNaive(t *testing.T, e *engine.Engine, w *engine.Worker, ev *event.Event) {
	t.Helper()
	alerts, err := w.Match(nil, ev)
	want, failed := e.Naive(ev)
	if got := e.Places(alerts); !slices.Equal(got, want) {
		t.Fatalf("%v: matched %v, naively %v", ev.Fields, got, want)
	}
	for _, a := range alerts {
		if want := e.NaiveMatched(a, ev); !slices.Equal(a.Matched, want) {
			t.Fatalf("%v: rule %s matched on %v, naively %v", ev.Fields, a.Rule.ID, a.Matched, want)
		}
	}
	if n := countErrors(err); n != failed {
		t.Fatalf("%v: %d failed, naively %d", ev.Fields, n, failed)
	}
	checkAgain(t, e, w, ev, alerts)
}

// checkAgain holds the alerts of events like ev, of which is known what was found, and then
// what matched, against alerts, which are those of ev.
func checkAgain(t *testing.T, e *engine.Engine, w *engine.Worker, ev *event.Event, alerts []*alert.Alert) {
	t.Helper()
	w.MatchPart(nil, ev, false, func() *event.Event { return ev })
	for f, sure := w.Finding(); sure && f != nil; {
		got, err := w.MatchAgain(nil, f, ev)
		if !slices.Equal(e.Places(got), e.Places(alerts)) || err != nil {
			t.Fatalf("%v: again matched %v, want %v; %v", ev.Fields, e.Places(got), e.Places(alerts), err)
		}
		for i := range got {
			if !slices.Equal(got[i].Matched, alerts[i].Matched) {
				t.Fatalf("%v: rule %s matched again on %v, want %v", ev.Fields, got[i].Rule.ID, got[i].Matched, alerts[i].Matched)
			}
		}
		before := f
		if f, sure = w.Finding(); f == before {
			return
		}
	}
}

func checkExplain(t *testing.T, e *engine.Engine, ev *event.Event) {
	t.Helper()
	want, failed := e.Naive(ev)
	var got []int
	for i, trace := range e.ExplainAll(ev) {
		switch trace.Result {
		case engine.Matched:
			got = append(got, i)
		case engine.Failed:
			failed--
		}
	}
	if !slices.Equal(got, want) || failed != 0 {
		t.Fatalf("%v: explained %v, naively %v; %d more failed", ev.Fields, got, want, failed)
	}
}

func countErrors(err error) int {
	if err == nil {
		return 0
	}
	return len(err.(interface{ Unwrap() []error }).Unwrap())
}

// FuzzNaive holds the engine against its naive twin on random rules and events:
// index on equals index off, recorded equals matched, and alerts show what was recorded.
func FuzzNaive(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		d := dice{rand.New(rand.NewPCG(seed, 1))}
		e := d.engine(t)
		w := e.Worker()
		for range 20 {
			ev := d.event()
			checkAgainstNaive(t, e, w, ev) // mostly without an index
			e.Indexed(ev)
			checkAgainstNaive(t, e, w, ev)
			checkExplain(t, e, ev)
		}
	})
}

// The same on real rules and real events.
func TestNaiveOnCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	step := 1
	if racing {
		step = 20
	}
	e := publishedEngine(t)
	w := e.Worker()
	for _, l := range lanes {
		evs := l.events(t)
		for i := 0; i < len(evs); i += step {
			checkAgainstNaive(t, e, w, evs[i])
			if i%10 == 0 {
				e.Indexed(evs[i]) // the ones before are matched without
			}
			if i%500 == 0 {
				checkExplain(t, e, evs[i])
			}
		}
	}
}
