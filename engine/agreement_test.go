package engine_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// A happening is what Sysmon and Security log, each in an event of its own. The
// key is what both say of it; events 0 and 1 are Sysmon's and Security's.
type happening struct {
	category string
	id       [2]uint32
	key      [2][]string
	least    int // pairs in all logs
}

var happenings = []happening{
	{"process_creation", [2]uint32{1, 4688}, [2][]string{{"ProcessId", "Image"}, {"NewProcessId", "NewProcessName"}}, 500},
	{"process_termination", [2]uint32{5, 4689}, [2][]string{{"ProcessId", "Image"}, {"ProcessId", "ProcessName"}}, 400},
	{"network_connection", [2]uint32{3, 5156}, [2][]string{
		{"ProcessId", "SourceIp", "SourcePort", "DestinationIp", "DestinationPort"},
		{"ProcessID", "SourceAddress", "SourcePort", "DestAddress", "DestPort"}}, 1400},
	{"registry_set", [2]uint32{13, 4657}, [2][]string{{"ProcessId", "TargetObject"}, {"ProcessId", "TargetObject"}}, 2},
}

// TestProvidersAgree: whatever collector they came through, rules that hit Sysmon's
// event of a happening hit Security's too, and the other way round. What the
// other event does not have is taken from Sysmon's before: a rule that needs it
// cannot agree.
func TestProvidersAgree(t *testing.T) {
	e := publishedEngine(t)
	n := normalize.New(normalize.WithDerived(windows.Lists{}, e.Fields()...))
	files, _ := filepath.Glob(filepath.Join(corpora(t, "json"), "*.gz"))
	inside, _ := filepath.Glob(filepath.Join(corpora(t, "json"), "*", "*.gz"))
	files = append(files, inside...)
	if testing.Short() {
		files, _ = filepath.Glob(filepath.Join(corpora(t, "json"), "winlogbeat*.gz"))
	}
	var all []*pairing
	for _, h := range happenings {
		all = append(all, &pairing{happening: h, native: h.source(h.id[1])})
	}
	for _, path := range files {
		read(t, n, all, path)
	}
	if !testing.Short() { // each EVTX log holds one channel: they are read as one
		logs, _ := filepath.Glob(filepath.Join(corpora(t, "evtx"), "*", "*.evtx"))
		read(t, n, all, logs...)
	}
	for _, p := range all {
		hits := p.compare(t, e.Worker())
		t.Logf("%s: %d pairs, %d hits on both, %d of processes that Sysmon could not name", p.category, len(p.both), hits, p.unnamed)
		if len(p.both) < p.least && !testing.Short() {
			t.Errorf("%s: %d pairs, want %d", p.category, len(p.both), p.least)
		}
	}
}

func (h happening) source(id uint32) taxonomy.Source {
	all := taxonomy.Windows().Sources(taxonomy.Logsource{Product: "windows", Category: h.category})
	return all[slices.IndexFunc(all, func(s taxonomy.Source) bool { return slices.Contains(s.Match.EventIDs, id) })]
}

// pairing finds the events that tell of one happening.
type pairing struct {
	happening
	native  taxonomy.Source
	seen    [2]map[string][]*event.Event // of the log that is read, by key
	both    [][2]*event.Event
	unnamed int // Sysmon says <unknown process>: it was gone too soon
}

// read pairs the events of some logs.
func read(t *testing.T, n *normalize.Normalizer, all []*pairing, paths ...string) {
	for _, p := range all {
		p.seen = [2]map[string][]*event.Event{{}, {}}
	}
	for _, path := range paths {
		for ev := range recordsOf(t, n, path) {
			for _, p := range all {
				p.see(ev)
			}
		}
	}
	for _, p := range all {
		p.pair()
	}
}

func (p *pairing) see(ev *event.Event) {
	for i, log := range [...]string{sysmonLog, "security"} {
		if c := ev.Class(); c.Channel == log && c.EventID == p.id[i] {
			key := keyOf(ev, p.key[i])
			p.seen[i][key] = append(p.seen[i][key], alert.CloneEvent(ev))
		}
	}
}

func (p *pairing) pair() {
	for key, ours := range p.seen[0] {
		for _, ev := range ours {
			at := slices.IndexFunc(p.seen[1][key], func(other *event.Event) bool { return atOnce(ev, other) })
			switch image, _ := ev.Fields.In(event.EventData, "Image"); {
			case at < 0:
			case image.Raw() == "<unknown process>":
				p.unnamed++
			default:
				native := p.seen[1][key][at]
				p.both = append(p.both, [2]*event.Event{p.stripped(ev, native), native})
			}
		}
	}
}

// keyOf is the computer and the fields, numbers in one spelling.
func keyOf(ev *event.Event, names []string) string {
	host, _, _ := strings.Cut(ev.Computer, ".")
	key := host
	for _, name := range names {
		v, _ := ev.Fields.Get(name)
		text := v.Raw()
		if u, ok := v.Uint(); ok {
			text = fmt.Sprint(u)
		}
		key += "|" + text
	}
	return strings.ToLower(key)
}

// atOnce reports whether the events are from the same two seconds of a quarter of an
// hour: clocks without a zone are off by so many quarters.
func atOnce(a, b *event.Event) bool {
	const quarter = 15 * 60
	apart := ((a.Time.Unix()-b.Time.Unix())%quarter + quarter) % quarter
	return apart <= 2 || apart >= quarter-2
}

// stripped returns Sysmon's event without the fields that the native one does not have.
func (p *pairing) stripped(ev, native *event.Event) *event.Event {
	c := alert.CloneEvent(ev)
	c.Fields = slices.DeleteFunc(c.Fields, func(f event.Field) bool {
		names := []string{f.Name}
		if m, ok := p.native.Fields[strings.ToLower(f.Name)]; ok {
			names = m.Names
		}
		return f.Section == event.EventData && !slices.ContainsFunc(names, func(name string) bool {
			v, _ := native.Fields.Get(name)
			return v.Raw() != "" && v.Raw() != "-"
		})
	})
	return c
}

// compare reports rules that hit one event of a pair alone, and returns how often
// a rule hit both.
func (p *pairing) compare(t *testing.T, w *engine.Worker) (hits int) {
	for _, pair := range p.both {
		sysmon, native := p.firing(t, w, pair[0]), p.firing(t, w, pair[1])
		for _, rule := range sysmon {
			if slices.Contains(native, rule) {
				hits++
			} else {
				t.Errorf("%s line %d: %q hits Sysmon's event alone", pair[0].Source.File, pair[0].Source.Line, rule)
			}
		}
		for _, rule := range native {
			if !slices.Contains(sysmon, rule) {
				t.Errorf("%s line %d: %q hits Security's event alone", pair[1].Source.File, pair[1].Source.Line, rule)
			}
		}
	}
	return hits
}

// firing is the rules of the category that hit an event; others are about one of
// the two logs.
func (p *pairing) firing(t *testing.T, w *engine.Worker, ev *event.Event) (rules []string) {
	alerts, err := w.Match(nil, ev)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		if a.Rule.Logsource.Category == p.category {
			rules = append(rules, a.Rule.Title)
		}
	}
	return rules
}
