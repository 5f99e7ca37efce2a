package lint

import (
	"fmt"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// unknownFields finds fields that no event of a known log source is known to
// have, and that a rule or a filter therefore probably misspells. Rules for other
// log sources have fields that nobody here knows; expr rules name unknown fields
// on purpose. What a filter names is told of the filter, not of every rule that
// it narrows.
func unknownFields(l *linter) []*rules.Problem {
	var found []*rules.Problem
	filtered := map[ir.Node]bool{}
	for f := range l.set.Filters() {
		found = append(found, l.unknownFieldsOf(f, filtered)...)
		for n := range ir.All(f.Condition) {
			filtered[n] = true
		}
	}
	for r := range l.set.All() {
		if r.Kind != rules.KindExpr {
			found = append(found, l.unknownFieldsOf(r, filtered)...)
		}
	}
	return found
}

// unknownFieldsOf finds those of r, each once, but for nodes in skip.
func (l *linter) unknownFieldsOf(r *rules.Rule, skip map[ir.Node]bool) []*rules.Problem {
	if len(l.taxonomy.Sources(r.Logsource)) == 0 {
		return nil
	}
	var found []*rules.Problem
	seen := map[string]bool{}
	for n := range ir.All(r.Condition) {
		f, ok := n.(*ir.Field)
		if !ok || skip[n] || seen[f.Name] || l.taxonomy.Known(f.Name) {
			continue
		}
		seen[f.Name] = true
		found = append(found, l.unknownField(r, f))
	}
	return found
}

func (l *linter) unknownField(r *rules.Rule, f *ir.Field) *rules.Problem {
	hint := "name it under fields in detect.yml if events have it"
	if near, ok := l.taxonomy.Nearest(f.Name); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	p := warning(r, "unknown-field", fmt.Sprintf("no event is known to have a field %q", f.Name), hint)
	p.Err = rules.ErrUnknownField
	if f.Line > 0 {
		p.Line, p.Col = f.Line, f.Col
	}
	return p
}
