package rules_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// Texts of documents, to put together files from.
const (
	logon   = "title: Logon\nid: 11111111-2222-4333-8444-aaaaaaaaaaaa\nname: logon\nlogsource: {product: windows, service: security}\ndetection: {selection: {EventID: 4624}, condition: selection}\n"
	process = "title: Process\nname: process\nlogsource: {product: windows, category: process_creation}\ndetection: {selection: {Image: a}, condition: selection}\n"
	expr    = "title: Expr\nname: expr_rule\nlogsource: {product: windows, service: security}\nexpr: EventID == 4625\n"
)

func filterOf(rules string) string {
	return "title: F\nlogsource: {product: windows, service: security}\nfilter: {rules: " + rules + ", selection: {SubjectUserName: adm}, condition: not selection}\n"
}

func correlationOf(name, rest string) string {
	return "title: " + name + "\nname: " + name + "\ncorrelation:\n  timespan: 5m\n" + rest
}

// linked loads documents in one file, and again in files of their own in the
// reverse order, which must come to the same.
func linked(t *testing.T, docs ...string) *rules.Set {
	t.Helper()
	one := loaded(t, fstest.MapFS{"a.yml": file(strings.Join(docs, "---\n"))})
	apart := fstest.MapFS{}
	for i, doc := range docs {
		apart[fmt.Sprintf("%03d.yml", len(docs)-i)] = file(doc)
	}
	if a, b := outline(one), outline(loaded(t, apart)); a != b {
		t.Errorf("order matters:\n%s\n%s", a, b)
	}
	return one
}

func loaded(t *testing.T, fsys fstest.MapFS) *rules.Set {
	t.Helper()
	l := rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	set, err := l.Load(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// outline says what is in a set, without positions and in any order.
func outline(s *rules.Set) string {
	var lines []string
	for r := range s.All() {
		line := r.Title + ": " + strings.ReplaceAll(ir.Format(r.Condition), "\n", ";")
		slices.Sort(r.Exports)
		lines = append(lines, fmt.Sprintf("%s quiet=%v exports=%v", line, s.Quiet(r), r.Exports))
	}
	for r := range s.Correlations() {
		lines = append(lines, fmt.Sprintf("%s: %v quiet=%v", r.Title, r.Correlation, s.Quiet(r)))
	}
	for _, p := range s.Problems() {
		lines = append(lines, p.Code+" "+p.Msg)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestFilters(t *testing.T) {
	tests := []struct {
		name  string
		docs  []string
		ruled int // rules that a filter changed
		codes string
	}{
		{"by name", []string{filterOf("[logon]"), logon, process}, 1, ""},
		{"by id in any case", []string{filterOf("11111111-2222-4333-8444-AAAAAAAAAAAA"), logon}, 1, ""},
		{"by id and name, once", []string{filterOf("[logon, 11111111-2222-4333-8444-aaaaaaaaaaaa]"), logon}, 1, ""},
		{"any of the log source", []string{filterOf("any"), logon, process, expr}, 2, ""},
		{"expr rules, too", []string{filterOf("[expr_rule]"), expr}, 1, ""},
		{"two filters", []string{filterOf("any"), filterOf("[logon]"), logon}, 1, ""},
		{"another log source", []string{filterOf("[process]"), process}, 0, "filter-logsource filter-unused"},
		{"no such rule", []string{filterOf("[lgon]"), logon}, 0, "filter-unresolved filter-unused"},
		{"no rule at all", []string{filterOf("any"), process}, 0, "filter-unused"},
		{"wider log source", []string{strings.Replace(filterOf("any"), ", service: security", "", 1), logon, process}, 2, ""},
		{"a correlation", []string{filterOf("[many]"), logon, correlationOf("many", "  type: event_count\n  rules: [logon]\n  condition: {gte: 5}\n")}, 0, "filter-unresolved filter-unused"},
		{"a filter is no rule", []string{filterOf("[F]"), logon}, 0, "filter-unresolved filter-unused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := linked(t, tt.docs...)
			var codes []string
			for _, p := range set.Problems() {
				codes = append(codes, p.Code)
				if p.Level != rules.Warning {
					t.Errorf("%v", p)
				}
			}
			slices.Sort(codes)
			ruled := 0
			for r := range set.All() {
				if len(r.Filters) > 0 {
					ruled++
				}
			}
			if got := strings.Join(slices.Compact(codes), " "); ruled != tt.ruled || got != tt.codes {
				t.Errorf("%d rules changed, %q; want %d, %q", ruled, got, tt.ruled, tt.codes)
			}
		})
	}
}

func TestCorrelationReferences(t *testing.T) {
	count := func(name, of string) string {
		return correlationOf(name, "  type: event_count\n  rules: "+of+"\n  condition: {gte: 5}\n")
	}
	tests := []struct {
		name string
		docs []string
		want string // the problem; "" for none
	}{
		{"by name", []string{count("c", "[logon]"), logon}, ""},
		{"by id in any case", []string{count("c", "11111111-2222-4333-8444-AAAAAAAAAAAA"), logon}, ""},
		{"an expr rule", []string{count("c", "[expr_rule]"), expr}, ""},
		{"a chain", []string{count("c", "[b]"), count("b", "[logon]"), logon}, ""},
		{"nothing", []string{count("c", "[lgon]"), logon}, `sigma-correlation-unresolved no rule has the id or name "lgon"`},
		{"the title is no name", []string{count("c", "[Logon]"), logon}, `sigma-correlation-unresolved no rule has the id or name "Logon"`},
		{"two rules", []string{count("c", "[logon]"), logon, strings.ReplaceAll(logon, "11111111", "22222222")}, `sigma-correlation-ambiguous several rules are called "logon"`},
		{"one rule twice", []string{count("c", "[logon, 11111111-2222-4333-8444-aaaaaaaaaaaa]"), logon}, `sigma-correlation-duplicate Logon is named twice`},
		{"itself", []string{count("c", "[c]")}, `sigma-correlation-cycle the correlation is made of its own alerts: "c" leads back to it`},
		{"a refused rule", []string{count("c", "[logon]"), strings.Replace(logon, "condition: selection", "condition: nosuch", 1)}, `no rule has the id or name "logon"`},
		{"an alias that names a rule twice", []string{count("c", "[logon]\n  group-by: [ip]\n  aliases: {ip: {logon: a, 11111111-2222-4333-8444-aaaaaaaaaaaa: b}}"), logon}, `sigma-correlation-alias the alias "ip" says twice what Logon calls it`},
		{"an alias for another rule", []string{count("c", "[logon]\n  group-by: [ip]\n  aliases: {ip: {process: a}}"), logon, process}, `sigma-correlation-alias the alias "ip" is for a rule "process", which is none of the correlation's`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := linked(t, tt.docs...)
			got := ""
			for _, p := range set.Problems() {
				got += p.Code + " " + p.Msg + "\n"
			}
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
			if refused := len(slices.Collect(set.Correlations())) == 0; refused != (tt.want != "") {
				t.Errorf("refused: %v", refused)
			}
		})
	}
}

// TestCorrelationCycle: whatever leads into a cycle is refused, each for a reason.
func TestCorrelationCycle(t *testing.T) {
	count := func(name, of string) string {
		return correlationOf(name, "  type: event_count\n  rules: "+of+"\n  condition: {gte: 5}\n")
	}
	docs := []string{count("a", "[b]"), count("b", "[c, logon]"), count("c", "[a]"), count("d", "[c]"), count("e", "[logon]"), logon}
	set := loaded(t, fstest.MapFS{"a.yml": file(strings.Join(docs, "---\n"))})
	var names []string
	for r := range set.Correlations() {
		names = append(names, r.Name)
	}
	if fmt.Sprint(names) != "[e]" || len(set.Problems()) != 4 {
		t.Errorf("%v: %v", names, set.Problems())
	}
}

// TestExports: base rules learn the fields that correlations need, through
// chains and under the names of aliases.
func TestExports(t *testing.T) {
	set := linked(t, logon, process,
		correlationOf("c", "  type: value_count\n  rules: [logon, process]\n  group-by: [ip]\n  aliases: {ip: {logon: IpAddress}}\n  condition: {field: User, gte: 5}\n"),
		correlationOf("d", "  type: temporal\n  generate: true\n  rules: [c]\n  group-by: [ip, Computer]\n"))
	want := map[string]string{"Logon": "[Computer IpAddress User]", "Process": "[Computer User ip]", "c": "[Computer ip]", "d": "[]"}
	for r := range set.All() {
		slices.Sort(r.Exports)
		if fmt.Sprint(r.Exports) != want[r.Title] || !set.Quiet(r) {
			t.Errorf("%s: %v, quiet %v", r.Title, r.Exports, set.Quiet(r))
		}
	}
	for r := range set.Correlations() {
		slices.Sort(r.Exports)
		if fmt.Sprint(r.Exports) != want[r.Title] || set.Quiet(r) {
			t.Errorf("%s: %v, quiet %v", r.Title, r.Exports, set.Quiet(r))
		}
	}
}

func TestKeep(t *testing.T) {
	set := linked(t, logon, process, expr, filterOf("[logon]"),
		correlationOf("c", "  type: event_count\n  rules: [logon]\n  condition: {gte: 5}\n"))
	kept := set.Keep(func(r *rules.Rule) bool { return r.Title == "c" })
	if kept.Len() != 1 || len(slices.Collect(kept.Correlations())) != 1 || len(slices.Collect(kept.Filters())) != 1 {
		t.Error(outline(kept))
	}
	for r := range kept.All() {
		if !kept.Helper(r) || set.Helper(r) {
			t.Errorf("%s is there for its own sake", r.Title)
		}
	}
	alone := set.Keep(func(r *rules.Rule) bool { return r.Title == "Logon" })
	for r := range alone.All() {
		if alone.Quiet(r) || alone.Helper(r) {
			t.Errorf("%s is quiet without its correlation", r.Title)
		}
	}
	if alone.Len() != 1 {
		t.Error(outline(alone))
	}
}

// TestLongChain: correlations of correlations are bounded, and hostile chains
// cost no more than their length.
func TestLongChain(t *testing.T) {
	var docs []string
	for i := range 3000 {
		of := "logon"
		if i > 0 {
			of = fmt.Sprint("c", i-1)
		}
		docs = append(docs, correlationOf(fmt.Sprint("c", i), fmt.Sprintf("  type: event_count\n  rules: [%s]\n  group-by: [f%d]\n  condition: {gte: 5}\n", of, i)))
	}
	set := loaded(t, fstest.MapFS{"a.yml": file(strings.Join(append(docs, logon), "---\n"))})
	if n := len(slices.Collect(set.Correlations())); n != 32 {
		t.Errorf("%d correlations", n)
	}
	for r := range set.All() {
		if len(r.Exports) != 32 {
			t.Errorf("%d exports", len(r.Exports))
		}
	}
}
