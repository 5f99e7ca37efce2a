package oracle_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// supportValues are the placeholders of docs/sigma-support.md.
var supportValues = map[string][]string{"Administrators": {"adm1", "svc_*"}, "Switch": {"-q"}}

// TestSupportTable: every row of docs/sigma-support.md is true of the engine and
// of the oracle.
func TestSupportTable(t *testing.T) {
	rows := 0
	for _, row := range supportRows(t, "rule") {
		rows++
		decided(t, ruleOf(t, row[0]), code(row[1]), true)
		decided(t, ruleOf(t, row[0]), code(row[2]), false)
	}
	for _, row := range supportRows(t, "filter") {
		rows++
		filtered(t, row)
	}
	for _, row := range supportRows(t, "refused") {
		rows++
		refused(t, ruleOf(t, row[1]), code(row[2]))
	}
	for _, row := range supportRows(t, "warned of") {
		rows++
		warned(t, ruleOf(t, row[1]), code(row[2]))
	}
	if rows < 130 {
		t.Errorf("only %d rows", rows)
	}
}

// supportRows returns the rows of the tables whose first column has that title.
func supportRows(t *testing.T, title string) [][]string {
	t.Helper()
	page, err := os.ReadFile("../../../docs/sigma-support.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	inside := false
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.ReplaceAll(strings.Trim(line, "|\n"), `\|`, "\x00"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "\x00", "|")
		}
		switch {
		case cells[0] == title:
			inside = true
		case !strings.HasPrefix(line, "|"):
			inside = false
		case inside && !strings.HasPrefix(line, "|--"):
			rows = append(rows, cells)
		}
	}
	return rows
}

// code returns what stands between backticks.
func code(cell string) string {
	_, rest, _ := strings.Cut(cell, "`")
	text, _, _ := strings.Cut(rest, "`")
	return text
}

// ruleOf makes a rule of a row's detection or selection.
func ruleOf(t *testing.T, cell string) string {
	t.Helper()
	var shown yaml.Node
	if err := yaml.Unmarshal([]byte(code(cell)), &shown); err != nil {
		t.Fatalf("%s: %v", cell, err)
	}
	detection, logsource := code(cell), "{product: windows}"
	if keys := shown.Content[0].Content; !slices.ContainsFunc(keys, func(n *yaml.Node) bool { return n.Value == "condition" }) {
		detection = "{selection: " + detection + ", condition: selection}"
	} else if rest, ok := strings.CutPrefix(detection, "{logsource: "); ok {
		before, after, _ := strings.Cut(rest, "}, ")
		detection, logsource = "{"+after, before+"}"
	}
	return "title: " + "Row\nlogsource: " + logsource + "\ndetection: " + detection + "\n"
}

// decided holds both evaluators to what a row says of a rule and an event.
func decided(t *testing.T, rule, shown string, want bool) {
	t.Helper()
	set := load(t, fstest.MapFS{"row.yml": {Data: []byte(rule)}}, sigma.WithPlaceholders(supportValues))
	if err := set.Err(); err != nil {
		t.Errorf("%s%v", rule, err)
		return
	}
	ev := shownEvent(t, shown)
	if got := len(match(t, compile(t, set), ev)) > 0; got != want {
		t.Errorf("%son %s the engine says %t", rule, shown, got)
	}
	second := oracle.Read([]byte(rule), oracle.Options{Placeholders: supportValues})[0]
	if second.Refused != nil {
		t.Errorf("%sthe oracle refuses it: %v", rule, second.Refused)
		return
	}
	seen, got := oracle.See(ev), false
	for _, s := range oracle.Readings(second.Logsource.Sources(), ev.Class(), seen) {
		got = got || second.Matches(seen, s.Fields)
	}
	if got != want {
		t.Errorf("%son %s the oracle says %t", rule, shown, got)
	}
}

// filtered holds both evaluators to what a row says of a filter, a rule, and
// events that the rule goes on or ceases to match.
func filtered(t *testing.T, row []string) {
	t.Helper()
	filter := strings.Replace(ruleOf(t, row[0]), "\ndetection:", "\nfilter:", 1)
	rule := ruleOf(t, row[1]) + "id: 5b7e1b7c-2f5e-4b0e-8f4e-1f0c7a9d2b01\nname: a_rule\n"
	set := load(t, fstest.MapFS{"filter.yml": {Data: []byte(filter)}, "rule.yml": {Data: []byte(rule)}})
	if err := set.Err(); err != nil {
		t.Errorf("%s%v", filter, err)
		return
	}
	second := oracle.Filter(append(oracle.Read([]byte(filter), oracle.Options{}), oracle.Read([]byte(rule), oracle.Options{})...))[0]
	for i, want := range []bool{true, false} {
		ev := shownEvent(t, code(row[2+i]))
		if got := len(match(t, compile(t, set), ev)) > 0; got != want {
			t.Errorf("%s on %s the engine says %t", row[0], row[2+i], got)
		}
		if got := second.Matches(oracle.See(ev), nil); got != want {
			t.Errorf("%s on %s the oracle says %t", row[0], row[2+i], got)
		}
	}
}

// shownEvent returns the event that a mapping in YAML shows.
func shownEvent(t *testing.T, shown string) *event.Event {
	t.Helper()
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(shown), &fields); err != nil {
		t.Fatalf("%s: %v", shown, err)
	}
	log, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	file, err := source.Read(bytes.NewReader(log), "row", source.WithFormat("json"))
	if err != nil {
		t.Fatalf("%s: %v", shown, err)
	}
	for ev, err := range normalize.New().Events(file.Records(t.Context())) {
		if err != nil {
			t.Fatalf("%s: %v", shown, err)
		}
		return ev
	}
	t.Fatalf("%s is no event", shown)
	return nil
}

// refused checks that both evaluators refuse a rule, the loader with that code.
func refused(t *testing.T, rule, code string) {
	t.Helper()
	set := load(t, fstest.MapFS{"row.yml": {Data: []byte(rule)}}, sigma.WithPlaceholders(supportValues))
	if got := codes(set, rules.Error); set.Len() > 0 || !slices.Equal(got, []string{code}) {
		t.Errorf("%sis refused for %q, not %s", rule, got, code)
	}
	if oracle.Read([]byte(rule), oracle.Options{Placeholders: supportValues})[0].Refused == nil {
		t.Errorf("%sthe oracle does not refuse it", rule)
	}
}

// warned checks that both evaluators take a rule, the loader with that warning.
func warned(t *testing.T, rule, code string) {
	t.Helper()
	set := load(t, fstest.MapFS{"row.yml": {Data: []byte(rule)}})
	if got := codes(set, rules.Warning); set.Len() != 1 || !slices.Equal(got, []string{code}) {
		t.Errorf("%sis loaded %d times with %q, not %s", rule, set.Len(), got, code)
	}
	if err := oracle.Read([]byte(rule), oracle.Options{})[0].Refused; err != nil {
		t.Errorf("%sthe oracle refuses it: %v", rule, err)
	}
}

func codes(set *rules.Set, level rules.ProblemLevel) []string {
	var list []string
	for _, p := range set.Problems() {
		if p.Level == level {
			list = append(list, p.Code)
		}
	}
	return slices.Compact(list)
}
