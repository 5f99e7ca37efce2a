package rules

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Filter says which rules a filter narrows. Its condition is the Condition of
// the [Rule] that it belongs to.
type Filter struct {
	Any   bool        // every rule whose log source agrees
	Rules []Reference // these, as far as their log sources agree
}

// maxNarrowings bounds what filters for any rule come to over many rules.
const maxNarrowings = 100_000

// applyFilters ANDs the condition of every filter among all to the rules that it
// is for. Where a filter stands does not matter. A filter that does nothing is
// reported: it loses no detection, but it keeps no promise either.
func (l *linker) applyFilters() {
	left := maxNarrowings
	for _, f := range l.all {
		if f.Filter == nil {
			continue
		}
		narrowed := 0
		for _, r := range l.targets(f) {
			if covers(f.Logsource, r.written()) {
				if left == 0 {
					l.warn(f, nil, "filter-unused", "the filters change rules more than %d times; this one changes no more", maxNarrowings)
					return
				}
				narrow(r, f)
				narrowed++
				left--
			} else if !f.Filter.Any {
				l.warn(f, nil, "filter-logsource", "the filter's log source is not that of %s, which it names; the rule stays as it is", r.Named())
			}
		}
		if narrowed == 0 {
			l.warn(f, nil, "filter-unused", "the filter changes no rule")
		}
	}
}

// targets returns the rules that filter f is meant for: rules on single events.
func (l *linker) targets(f *Rule) []*Rule {
	var found []*Rule
	if f.Filter.Any {
		for _, r := range l.all {
			if r.Condition != nil && r.Filter == nil {
				found = append(found, r)
			}
		}
		return found
	}
	seen := map[*Rule]bool{}
	missing := 0
	for i := range f.Filter.Rules {
		ref := &f.Filter.Rules[i]
		named := l.registry.find(ref.Name)
		if len(named) == 0 {
			if missing++; missing <= maxMissing {
				l.missing(f, ref)
			}
		}
		for _, r := range named {
			switch {
			case r.Condition == nil:
				l.warn(f, ref, "filter-unresolved", "%s is a correlation; a filter narrows the rules that it is made of", r.Named())
			case !seen[r]:
				seen[r] = true
				found = append(found, r)
			}
		}
	}
	if more := missing - maxMissing; more > 0 {
		l.warn(f, nil, "filter-unresolved", "no rules have %d more of its ids and names", more)
	}
	return found
}

// maxMissing bounds how many rules that are not there a filter is told of one by
// one: one that is for hundreds of rules may be used without any of them.
const maxMissing = 20

func (l *linker) missing(f *Rule, ref *Reference) {
	p := l.warn(f, ref, "filter-unresolved", "no rule has the id or name %q", ref.Name)
	if l.mayHint() {
		p.Hint = l.registry.nearest(ref.Name)
	}
}

// written returns the log source that r's author gave it. Filters are for rules
// as they were written, before pipelines changed them.
func (r *Rule) written() taxonomy.Logsource {
	if r.Written != nil {
		return *r.Written
	}
	return r.Logsource
}

// covers reports whether every part of the filter's log source is the rule's.
// Case does not count; parts that the filter does not name may be anything.
func covers(filter, rule taxonomy.Logsource) bool {
	same := func(f, r string) bool { return f == "" || strings.EqualFold(f, r) }
	return same(filter.Product, rule.Product) && same(filter.Category, rule.Category) && same(filter.Service, rule.Service)
}

// narrow adds filter f to r.
//
//	r's condition  →  r's condition and f's condition
func narrow(r, f *Rule) {
	from := r.Condition.Origin()
	part := &ir.And{Meta: ir.Meta{Line: f.Line, Col: 1, Text: fmt.Sprintf("filter %q", f.Named())}, Kids: []ir.Node{f.Condition}}
	and, ok := r.Condition.(*ir.And)
	if !ok || len(r.Filters) == 0 {
		and = &ir.And{Meta: ir.Meta{Line: from.Line, Col: from.Col, Text: "the rule and its filters"}, Kids: []ir.Node{r.Condition}}
	}
	and.Kids = append(and.Kids, part)
	r.Condition, r.Filters = and, append(r.Filters, f)
}
