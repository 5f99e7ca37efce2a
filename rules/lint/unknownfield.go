package lint

import (
	"fmt"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// unknownFields finds fields that no event of a known log source is known to
// have, and that a rule therefore probably misspells. Rules for other log
// sources have fields that nobody here knows; expr rules name unknown fields on
// purpose.
func unknownFields(l *linter) []*rules.Problem {
	var found []*rules.Problem
	for r := range l.set.All() {
		if r.Kind == rules.KindExpr || len(l.taxonomy.Sources(r.Logsource)) == 0 {
			continue
		}
		seen := map[string]bool{}
		for n := range ir.All(r.Condition) {
			f, ok := n.(*ir.Field)
			if !ok || seen[f.Name] || l.taxonomy.Known(f.Name) {
				continue
			}
			seen[f.Name] = true
			found = append(found, l.unknownField(r, f))
		}
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
