package oracle_test

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// second is one rule of the corpora as the oracle reads it.
type second struct {
	*oracle.Rule
	key     string // file and id
	sources []oracle.Source
}

// sigmaFiles yields the rule files of the corpora in order.
func sigmaFiles(t *testing.T, each func(name string, src []byte)) {
	t.Helper()
	fsys := os.DirFS(folder(t, "corpora", "sigma"))
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yml") {
			return err
		}
		src, err := fs.ReadFile(fsys, name)
		each(name, src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// readAll reads all rules of the corpora by the oracle.
func readAll(t *testing.T, opts oracle.Options) []second {
	t.Helper()
	var all []second
	sigmaFiles(t, func(name string, src []byte) {
		for _, r := range oracle.Read(src, opts) {
			all = append(all, second{r, name + " " + r.ID, r.Logsource.Sources()})
		}
	})
	return all
}

// TestRefusalsAgree: the loader refuses those rules of the corpora that the
// oracle refuses, and no others, and says why.
func TestRefusalsAgree(t *testing.T) {
	good, refused := map[string]int{}, map[string]error{}
	for _, r := range readAll(t, oracle.Options{}) {
		if r.Refused == nil {
			good[r.key]++
		} else {
			refused[r.key] = r.Refused
		}
	}
	set := load(t, os.DirFS(folder(t, "corpora", "sigma")))
	for r := range set.All() {
		good[r.File+" "+r.ID]--
	}
	reasons := map[string]*rules.Problem{}
	for _, p := range set.Problems() {
		if p.Level == rules.Error {
			reasons[p.File+" "+p.RuleID] = p
		}
	}
	for key, n := range good {
		if n != 0 {
			t.Errorf("%s: the loader refuses it: %v, the oracle says: %v", key, reasons[key], refused[key])
		}
	}
	for key := range refused {
		if reasons[key] == nil {
			t.Errorf("%s: refused without a reason", key)
		}
	}
	t.Logf("%d rules, %d refused", set.Len(), len(refused))
}

// TestEngineIsOracle: the same rules of the corpora fire on the same events.
func TestEngineIsOracle(t *testing.T) {
	values := placeholderValues(t)
	eng := compile(t, load(t, os.DirFS(folder(t, "corpora", "sigma")), sigma.WithPlaceholders(values)))
	all := readAll(t, oracle.Options{Placeholders: values})
	fired, differences := 0, 0
	for _, ev := range sample(t) {
		var got []string
		for _, a := range match(t, eng, ev) {
			got = append(got, a.Rule.File+" "+a.Rule.ID)
		}
		want := decide(all, ev)
		fired += len(want)
		slices.Sort(got)
		slices.Sort(want)
		if slices.Equal(got, want) {
			continue
		}
		if differences++; differences < 20 {
			t.Errorf("%s, event %d %v:\n engine only: %q\n oracle only: %q", ev.Source.File, ev.Source.Index, ev.Class(), without(got, want), without(want, got))
		}
	}
	t.Logf("%d matches of %d rules; %d events differ", fired, len(all), differences)
	if fired < 1000/thin() {
		t.Error("so few matches prove little")
	}
}

// decide returns the rules that the oracle says match the event.
func decide(all []second, ev *event.Event) []string {
	seen := oracle.See(ev)
	var hits []string
	for _, r := range all {
		for _, s := range oracle.Readings(r.sources, ev.Class(), seen) {
			if r.Matches(seen, s.Fields) {
				hits = append(hits, r.key)
				break
			}
		}
	}
	return hits
}

// TestExplainIsMatch: what is recorded of a rule on an event is what matching
// says. Rules that do not match are too many; a few of each event will do.
func TestExplainIsMatch(t *testing.T) {
	eng := publishedEngine(t)
	ids := publishedIDs(t)
	explained := 0
	for i, ev := range sample(t) {
		fired := map[string]bool{}
		for _, a := range match(t, eng, ev) {
			fired[a.Rule.ID] = true
		}
		asked := slices.AppendSeq([]string{ids[i%len(ids)], ids[i*31%len(ids)]}, maps.Keys(fired))
		for _, id := range asked {
			trace, err := eng.Explain(id, ev)
			if err != nil {
				t.Fatal(err)
			}
			if recorded := trace.Result == engine.Matched; recorded != fired[id] {
				t.Errorf("%s, event %d: rule %s: recorded %t, matched %t", ev.Source.File, ev.Source.Index, id, recorded, fired[id])
			}
			explained++
		}
	}
	if explained < 1000/thin() {
		t.Errorf("%d explanations prove little", explained)
	}
}

// TestLogSourcesAgree: the taxonomy sends the log sources of the corpora's rules
// where the oracle's own table does, under the same names and values.
func TestLogSourcesAgree(t *testing.T) {
	var classes []event.Class
	logsources := map[oracle.Logsource]bool{}
	for _, r := range readAll(t, oracle.Options{}) {
		if r.Refused != nil || logsources[r.Logsource] {
			continue
		}
		logsources[r.Logsource] = true
		for _, s := range r.sources {
			c := event.Class{Channel: strings.ToLower(s.Channel), Provider: strings.ToLower(s.Provider)}
			for _, id := range append([]uint32{0, 1, 9999}, s.EventIDs...) {
				c.EventID = id
				classes = append(classes, c)
			}
		}
	}
	known := 0
	for ls := range logsources {
		want := ls.Sources()
		got := taxonomy.Windows().Sources(taxonomy.Logsource{Product: ls.Product, Category: ls.Category, Service: ls.Service})
		for _, c := range classes {
			a := slices.IndexFunc(want, func(s oracle.Source) bool { return s.Sees(c) })
			b := slices.IndexFunc(got, func(s taxonomy.Source) bool { return s.Match.Matches(c) })
			if (a < 0) != (b < 0) {
				t.Errorf("%+v on %+v: the oracle says %t, the taxonomy %t", ls, c, a >= 0, b >= 0)
			}
		}
		if len(want) > 0 {
			known++
		}
	}
	t.Logf("%d log sources, %d of them known, %d classes", len(logsources), known, len(classes))
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

var placeholder = regexp.MustCompile(`%([A-Za-z_]+)%`)

// placeholderValues gives every placeholder of the corpora the same values,
// which some events have.
func placeholderValues(t *testing.T) map[string][]string {
	values := map[string][]string{}
	sigmaFiles(t, func(_ string, src []byte) {
		for _, m := range placeholder.FindAllSubmatch(src, -1) {
			values[string(m[1])] = []string{"SYSTEM", "*admin*", `*\System32\s?c*`}
		}
	})
	return values
}
