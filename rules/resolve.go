package rules

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// resolveCorrelations gives every correlation its rules, and takes out those
// whose rules cannot be told or that refer to themselves.
func (l *linker) resolveCorrelations() {
	res := resolver{linker: l, state: map[*Rule]resolution{}, depth: map[*Rule]int{}, sources: map[*Rule][]taxonomy.Logsource{}, exports: exporter{known: map[export]bool{}}}
	for _, r := range l.all {
		res.resolve(r)
	}
	l.all = slices.DeleteFunc(l.all, func(r *Rule) bool { return res.state[r] == refused })
}

type resolution uint8

const (
	unresolved resolution = iota
	resolving
	resolved
	refused
)

type resolver struct {
	*linker
	state map[*Rule]resolution
	depth map[*Rule]int // how many correlations stand on one another

	sources map[*Rule][]taxonomy.Logsource // of all rules that a correlation is made of
	exports exporter
}

// maxChain bounds chains of correlations, far beyond what people write.
const maxChain = 32

// resolve returns what became of r. A rule on single events needs nothing.
func (res *resolver) resolve(r *Rule) resolution {
	if r.Correlation == nil {
		return resolved
	}
	if s := res.state[r]; s != unresolved {
		return s
	}
	res.state[r] = resolving
	end := resolved
	for i := range r.Correlation.Rules {
		if p := res.reference(r, i); p != nil {
			res.problems = append(res.problems, p)
			end = refused
		}
	}
	if end == resolved {
		end = res.aliases(r)
	}
	if end == resolved {
		end = res.finish(r)
	}
	if end == resolved && !res.exports.correlation(r) {
		p := &Problem{File: r.File, Line: r.Line, Col: 1, RuleID: r.ID, Code: "sigma-too-large", Msg: "the correlations read more fields of one another than may be", Err: ErrUnsupported}
		res.problems, end = append(res.problems, p), refused
	}
	res.state[r] = end
	return end
}

// finish lets the format of r finish it.
func (res *resolver) finish(r *Rule) resolution {
	if r.Finish == nil {
		return resolved
	}
	p := r.Finish(res.logsources(r))
	r.Finish = nil
	if p == nil {
		return resolved
	}
	res.problems = append(res.problems, p)
	if p.Level == Error {
		return refused
	}
	return resolved
}

// logsources returns those of the rules that r is made of, as they are now, each
// once.
func (res *resolver) logsources(r *Rule) []taxonomy.Logsource {
	if all, ok := res.sources[r]; ok {
		return all
	}
	all := []taxonomy.Logsource{}
	for _, ref := range r.Correlation.Rules {
		of := []taxonomy.Logsource{ref.Rule.Logsource}
		if c := ref.Rule.Correlation; c != nil && !c.Own {
			of = res.logsources(ref.Rule)
		}
		for _, ls := range of {
			if !slices.Contains(all, ls) {
				all = append(all, ls)
			}
		}
	}
	res.sources[r] = all
	return all
}

// reference finds the rule that reference i of r is, or says why it cannot.
func (res *resolver) reference(r *Rule, i int) *Problem {
	refs := r.Correlation.Rules
	ref := &refs[i]
	found := res.registry.find(ref.Name)
	switch {
	case len(found) == 0:
		p := ref.problem(r, "sigma-correlation-unresolved", "no rule has the id or name %q", ref.Name)
		if !res.mayHint() {
			return p
		}
		if p.Hint = res.registry.nearest(ref.Name); res.wasRefused(ref.Name) {
			p.Hint = "the rule with this id was refused"
		}
		return p
	case len(found) > 1:
		p := ref.problem(r, "sigma-correlation-ambiguous", "several rules are called %q", ref.Name)
		p.Hint = "they stand in " + found[0].File + " and " + found[1].File
		return p
	}
	ref.Rule = found[0]
	if slices.ContainsFunc(refs[:i], func(other Reference) bool { return other.Rule == ref.Rule }) {
		return ref.problem(r, "sigma-correlation-duplicate", "%s is named twice", ref.Rule.Named())
	}
	switch res.resolve(ref.Rule) {
	case resolving:
		return ref.problem(r, "sigma-correlation-cycle", "the correlation is made of its own alerts: %q leads back to it", ref.Name)
	case refused:
		return ref.problem(r, "sigma-correlation-unresolved", "the correlation %q was refused", ref.Name)
	}
	if ref.Rule.Correlation != nil {
		res.depth[r] = max(res.depth[r], res.depth[ref.Rule]+1)
	}
	if res.depth[r] >= maxChain {
		return ref.problem(r, "sigma-correlation-cycle", "more than %d correlations are made of one another", maxChain)
	}
	return nil
}

func (res *resolver) wasRefused(id string) bool {
	return slices.ContainsFunc(res.problems, func(p *Problem) bool { return p.Level == Error && p.RuleID != "" && idKey(p.RuleID) == idKey(id) })
}

// aliases finds the rules that aliases are about among those of the correlation.
func (res *resolver) aliases(r *Rule) resolution {
	c, end := r.Correlation, resolved
	for i := range c.Aliases {
		for j := range c.Aliases[i].Fields {
			ref := &c.Aliases[i].Fields[j].Rule
			for _, found := range res.registry.find(ref.Name) {
				if slices.ContainsFunc(c.Rules, func(other Reference) bool { return other.Rule == found }) {
					ref.Rule = found
				}
			}
			var p *Problem
			switch same := func(other AliasField) bool { return other.Rule.Rule == ref.Rule }; {
			case ref.Rule == nil:
				p = ref.problem(r, "sigma-correlation-alias", "the alias %q is for a rule %q, which is none of the correlation's", c.Aliases[i].Name, ref.Name)
			case slices.ContainsFunc(c.Aliases[i].Fields[:j], same):
				p = ref.problem(r, "sigma-correlation-alias", "the alias %q says twice what %s calls it", c.Aliases[i].Name, ref.Rule.Named())
			default:
				continue
			}
			res.problems, end = append(res.problems, p), refused
		}
	}
	return end
}

// exporter works out which fields alerts must carry.
type exporter struct {
	known map[export]bool
	steps int
}

type export struct {
	rule  *Rule
	field string
}

// maxExports bounds the steps from correlations to their rules for one field
// after the other.
const maxExports = 1 << 21

// correlation notes what r reads, of which the rules are resolved; false when
// all correlations together read too much.
func (e *exporter) correlation(r *Rule) bool {
	for _, field := range r.Correlation.Reads() {
		e.needOfAll(r, field)
	}
	return e.steps <= maxExports
}

// need notes that a correlation reads field of the alerts of r. Those of a
// correlation have it from the alerts that they are made of.
func (e *exporter) need(r *Rule, field string) {
	key := export{r, field}
	if e.known[key] {
		return
	}
	e.known[key] = true
	r.Exports = append(r.Exports, field)
	if c := r.Correlation; c != nil && !c.Own {
		e.needOfAll(r, field)
	}
}

func (e *exporter) needOfAll(r *Rule, field string) {
	c := r.Correlation
	if c.Own {
		e.need(r, field)
	}
	for i := range c.Rules {
		if e.steps++; e.steps > maxExports {
			return
		}
		e.need(c.Rules[i].Rule, c.Field(i, field))
	}
}
