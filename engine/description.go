package engine

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// Description says what a rule has become on its way from its file to the
// events that it sees. It marshals to JSON.
type Description struct {
	RuleID    string              `json:"rule_id,omitempty"`
	Title     string              `json:"title,omitempty"`
	Kind      string              `json:"kind"`
	File      string              `json:"file"`
	Line      int                 `json:"line"`
	Logsource taxonomy.Logsource  `json:"logsource"`
	Written   *taxonomy.Logsource `json:"written,omitempty"` // what its author gave, where a pipeline gave it another log source
	Changes   []rules.Change      `json:"changes,omitempty"` // by pipelines, in order
	Filters   []alert.Filter      `json:"filters,omitempty"` // that narrow it
	Condition *Clause             `json:"condition"`
	Sees      []Sight             `json:"sees"` // none: its log source is not known
}

// Sight is a kind of event that a rule sees, and how.
type Sight struct {
	Source string       `json:"source"`
	Fields []SightField `json:"fields,omitempty"`
	Lacks  []string     `json:"lacks,omitempty"` // fields that the rule reads and such events never have
	// Vacuous are those of Lacks whose absence makes a part of the condition true.
	Vacuous []string `json:"vacuous,omitempty"`
	Never   bool     `json:"never,omitempty"`   // the condition cannot hold without what they lack
	Skipped bool     `json:"skipped,omitempty"` // by [SkipUnprovidable]
}

// SightField is a field that a rule reads.
type SightField struct {
	Name   string      `json:"name"`             // as the author wrote it
	Event  []string    `json:"event"`            // what the event calls it; any of them may match
	Values [][2]string `json:"values,omitempty"` // the author's values that the event says in other words, and those
}

// Describe says what the rule with that id, or else that name, has become. The
// error says that there is no such rule.
func (e *Engine) Describe(ruleID string) (*Description, error) {
	n, ok := e.find(ruleID)
	if !ok {
		return nil, noRule(ruleID)
	}
	return e.describe(n), nil
}

// DescribeAll describes every rule of the set, in its order.
func (e *Engine) DescribeAll() []*Description {
	all := make([]*Description, len(e.rules))
	for n := range e.rules {
		all[n] = e.describe(n)
	}
	return all
}

func (e *Engine) describe(n int) *Description {
	r := e.rules[n]
	d := &Description{
		RuleID: r.ID, Title: r.Title, Kind: r.Kind, File: r.File, Line: r.Line, Logsource: r.Logsource, Written: r.Written,
		Changes: r.Changes, Filters: filtersOf(r), Condition: newClause(r.Condition, map[ir.Node]bool{}), Sees: []Sight{},
	}
	for _, group := range r.sees {
		d.Sees = append(d.Sees, e.sight(r, group))
	}
	return d
}

// sight says how rule r sees the events of a group.
func (e *Engine) sight(r *rule, group int) Sight {
	source := e.groups[group].Source
	s := Sight{
		Source: source.Name, Skipped: !slices.Contains(r.groups, group),
		Vacuous: plan.Unprovidable(r.Condition, source.Unprovidable), Never: plan.Never(r.Condition, source.Unprovidable),
	}
	for _, name := range r.fields {
		if slices.ContainsFunc(source.Unprovidable, func(lacking string) bool { return strings.EqualFold(lacking, name) }) {
			s.Lacks = append(s.Lacks, name)
			continue
		}
		m := source.Fields[strings.ToLower(name)]
		f := SightField{Name: name, Event: m.Names, Values: translated(r.Condition, name, m)}
		if len(f.Event) == 0 {
			f.Event = []string{name}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}

// translated lists the values that a condition compares a field with and that
// the event says in other words.
func translated(condition ir.Node, name string, m taxonomy.Mapping) [][2]string {
	var all [][2]string
	for n := range ir.All(condition) {
		f, ok := n.(*ir.Field)
		if !ok || !strings.EqualFold(f.Name, name) {
			continue
		}
		for i, own := range tree.Translate(m, f.Values) {
			pair := [2]string{f.Values[i].Text, own.Glob.String()}
			if f.Values[i].String() != own.String() && !slices.Contains(all, pair) {
				all = append(all, pair)
			}
		}
	}
	return all
}

// WriteTo writes the description for people to read.
func (d *Description) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, d.String())
	return int64(n), err
}

// String returns what WriteTo writes.
func (d *Description) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "rule %s in %s:%d\n", quoteTitle(d.Title, d.RuleID), d.File, d.Line)
	if d.Written != nil {
		fmt.Fprintf(&b, "  for log source %s, now %s\n", d.Written, d.Logsource)
	} else {
		fmt.Fprintf(&b, "  for log source %s\n", d.Logsource)
	}
	for _, change := range d.Changes {
		fmt.Fprintf(&b, "  changed by %s\n", change)
	}
	for _, f := range d.Filters {
		fmt.Fprintf(&b, "  narrowed by %s\n", filterText(f))
	}
	b.WriteString("  condition\n")
	d.Condition.write(&b, 2)
	for i := range d.Sees {
		d.Sees[i].write(&b)
	}
	if len(d.Sees) == 0 {
		b.WriteString("  sees nothing: its log source is not known\n")
	}
	return b.String()
}

func (s *Sight) write(b *strings.Builder) {
	fmt.Fprintf(b, "  sees %s\n", s.Source)
	if names := s.fields(); len(names) > 0 {
		fmt.Fprintf(b, "    fields %s\n", strings.Join(names, ", "))
	}
	for _, f := range s.Fields {
		for _, v := range f.Values {
			fmt.Fprintf(b, "    value %s: %s → %s\n", f.Name, v[0], v[1])
		}
	}
	if len(s.Lacks) > 0 {
		fmt.Fprintf(b, "    lacks %s\n", strings.Join(s.Lacks, ", "))
	}
	switch {
	case s.Skipped:
		b.WriteString("      so the rule does not see it\n")
	case s.Never:
		b.WriteString("      without which the condition never holds\n")
	case len(s.Vacuous) > 0:
		fmt.Fprintf(b, "      so what excludes by %s excludes nothing\n", strings.Join(s.Vacuous, ", "))
	}
}

// fields returns the author's names with the event's own where they differ.
func (s *Sight) fields() []string {
	var all []string
	for _, f := range s.Fields {
		name := f.Name
		if own := strings.Join(f.Event, " or "); !strings.EqualFold(own, name) {
			name += " → " + own
		}
		all = append(all, name)
	}
	return all
}
