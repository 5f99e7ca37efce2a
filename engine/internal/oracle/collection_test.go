package oracle_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
)

// TestCollections: testdata/rules.txt, correlations.txt and filters.txt have a case
// for every sentence that says what documents do, alone and together.
func TestCollections(t *testing.T) {
	for _, document := range []string{"rules", "correlations", "filters"} {
		for name, cases := range sentences(t, "testdata/"+document+".txt") {
			t.Run(document+"/"+name, func(t *testing.T) { togetherHold(t, cases) })
		}
	}
}

// togetherHold goes through collections of documents and what is claimed of each.
func togetherHold(t *testing.T, cases string) {
	var docs []string
	asked := false
	for line := range strings.Lines(cases) {
		line = strings.TrimRight(line, "\n")
		claim, isClaim := strings.CutPrefix(line, " ")
		switch {
		case !isClaim && asked:
			docs, asked = []string{documentOf(line)}, false
		case !isClaim:
			docs = append(docs, documentOf(line))
		default:
			asked = true
			claimed(t, docs, claim)
		}
	}
	if !asked {
		t.Error("nothing is asked")
	}
}

// documentOf writes out a document: a correlation section is the correlation x,
// a section with rules the filter f.
func documentOf(line string) string {
	switch {
	case strings.HasPrefix(line, "{type: "):
		return "{title: x, name: x, correlation: " + line + "}\n"
	case strings.HasPrefix(line, "{rules: "):
		return "{title: f, logsource: {product: windows}, filter: " + line + "}\n"
	}
	return line + "\n"
}

// bases are the rules that every collection has: a, b, c and d, whose events say
// so.
func bases() (docs []string) {
	for _, name := range []string{"a", "b", "c", "d"} {
		docs = append(docs, fmt.Sprintf("{title: %s, id: 00000000-0000-4000-8000-00000000000%[1]s, name: %[1]s, logsource: {product: windows}, detection: {s: {Is: %[1]s}, condition: s}}\n", name))
	}
	return docs
}

// claimed holds both evaluators to what is claimed of the documents, be they in
// one file or each in one of its own, the last one first.
func claimed(t *testing.T, docs []string, claim string) {
	t.Helper()
	docs = slices.Concat(bases(), docs)
	one := strings.Join(docs, "---\n")
	apart := fstest.MapFS{}
	for i, doc := range docs {
		apart[fmt.Sprintf("%03d.yml", len(docs)-i)] = &fstest.MapFile{Data: []byte(doc)}
	}
	shown := strings.Join(docs[len(bases()):], "")
	claim, together := strings.CutPrefix(claim, "one file: ")
	for _, files := range []fstest.MapFS{{"all.yml": {Data: []byte(one)}}, apart} {
		if together && len(files) > 1 {
			continue
		}
		set := load(t, files)
		verb, what, _ := strings.Cut(claim, " ")
		switch verb {
		case "refused":
			if got := slices.Sorted(slices.Values(codes(set, rules.Error))); !slices.Equal(got, strings.Fields(what)) {
				t.Errorf("%sis refused for %q, not %s", shown, got, what)
			}
			continue
		case "warned":
			if got := slices.Sorted(slices.Values(codes(set, rules.Warning))); !slices.Equal(got, strings.Fields(what)) || set.Err() != nil {
				t.Errorf("%sis warned of for %q, %v, not %s", shown, got, set.Err(), what)
			}
			continue
		}
		if err := set.Err(); err != nil {
			t.Errorf("%s%v", shown, err)
			return
		}
		log, want, _ := strings.Cut(claim, "=>")
		want = strings.Join(strings.Fields(want), " ")
		events := timeline(t, log)
		if got := raised(t, set, events); got != want {
			t.Errorf("%son %s\nthe engine raises %q", shown, claim, got)
		}
		if got := raisedTwice(t, one, events); got != want {
			t.Errorf("%son %s\nthe oracle raises %q", shown, claim, got)
		}
	}
}

// began is second 0 of all timelines.
var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// timeline reads events as "a@0 b@1.5:u=x,n=3 a+b@2": what each is, its second,
// and fields.
func timeline(t *testing.T, log string) []*event.Event {
	t.Helper()
	var events []*event.Event
	for i, word := range strings.Fields(log) {
		head, pairs, _ := strings.Cut(word, ":")
		is, second, _ := strings.Cut(head, "@")
		at, err := time.ParseDuration(second + "s")
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
		fields := map[string]any{"@timestamp": began.Add(at), "Channel": "Security", "EventID": 1, "Is": strings.Split(is, "+")}
		for pair := range strings.SplitSeq(pairs, ",") {
			if name, value, ok := strings.Cut(pair, "="); ok {
				fields[name] = valueShown(value)
			}
		}
		src, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		ev := shownEvent(t, string(src))
		ev.Source.Index = int64(i)
		events = append(events, ev)
	}
	return events
}

// valueShown reads 3 as a number, null as null and x;y as two values.
func valueShown(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if s == "null" {
		return nil
	}
	if values := strings.Split(s, ";"); len(values) > 1 {
		return values
	}
	return s
}

// raised writes what the engine raises as "a@0 x@2/high": the rule, the second
// and the level, where it has one.
func raised(t *testing.T, set *rules.Set, events []*event.Event) string {
	eng, corr := compile(t, set), correlate.New(set, correlate.Options{})
	var heard, fired []*alert.Alert
	for _, ev := range events {
		for _, a := range match(t, eng, ev) {
			if fired = corr.Push(fired, a); !corr.Quiet(a.Rule) {
				heard = append(heard, a)
			}
		}
	}
	var words []word
	for _, a := range slices.Concat(heard, corr.Flush(fired)) {
		words = append(words, word{a.Time, a.Rule.Title, a.Rule.Level})
	}
	return inOrder(words)
}

// raisedTwice is what the oracle raises, in the same words.
func raisedTwice(t *testing.T, docs string, events []*event.Event) string {
	var hits []oracle.Hit
	var words []word
	quiet := oracle.Quiet([]byte(docs))
	titles, levels := map[string]string{}, map[string]string{}
	for _, r := range oracle.Filter(oracle.Read([]byte(docs), oracle.Options{})) {
		titles[r.Key()], levels[r.Key()] = r.Title, r.Level
		for i, ev := range events {
			seen, matches := oracle.See(ev), false
			for _, s := range oracle.Readings(r.Logsource.Sources(), ev.Class(), seen) {
				matches = matches || r.Matches(seen, s.Fields)
			}
			if !matches {
				continue
			}
			hits = append(hits, oracle.Hit{Rule: r.Key(), Time: ev.Time, Event: i, Fields: texts(ev)})
			if !quiet[r.Key()] {
				words = append(words, word{ev.Time, r.Title, r.Level})
			}
		}
	}
	found, err := oracle.Correlate([]byte(docs), hits)
	if err != nil {
		t.Errorf("%s%v", docs, err)
	}
	for _, f := range found {
		if !quiet[f.Rule] {
			key := strings.TrimSuffix(f.Rule, oracle.Aggregated)
			words = append(words, word{f.End, titles[key], levels[key]})
		}
	}
	return inOrder(words)
}

// texts are the values of an event that are not null.
func texts(ev *event.Event) map[string][]string {
	fields := map[string][]string{}
	for _, f := range ev.Fields {
		if !f.Value.IsNull() {
			fields[f.Name] = append(fields[f.Name], f.Value.Raw())
		}
	}
	return fields
}

// word is one alert.
type word struct {
	at           time.Time
	title, level string
}

func inOrder(words []word) string {
	slices.SortStableFunc(words, func(a, b word) int {
		if d := a.at.Compare(b.at); d != 0 {
			return d
		}
		return strings.Compare(a.title, b.title)
	})
	var out []string
	for _, w := range words {
		second := strconv.FormatFloat(w.at.Sub(began).Seconds(), 'f', -1, 64)
		shown := fmt.Sprintf("%s@%s/%s", w.title, second, w.level)
		out = append(out, strings.TrimSuffix(shown, "/"))
	}
	return strings.Join(out, " ")
}
