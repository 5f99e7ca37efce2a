package sigma

import (
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

// Bounds against hostile files, far beyond what people write.
const (
	maxTemporal = 1000 // rules of a temporal correlation, whose order is looked for among all of them
	maxFields   = 100  // that a correlation groups by, and whose values it counts
)

var correlationTypes = []rules.CorrelationType{
	rules.EventCount, rules.ValueCount, rules.ValueSum, rules.ValueAvg, rules.ValueMedian, rules.ValuePercentile,
	rules.Temporal, rules.TemporalOrdered, rules.FirstSeen,
}

// section is the correlation section of a document.
type section struct {
	*reader
	c             *rules.Correlation
	hasPercentile bool
	known         []rules.Reference
	firstSeenOnly []*yaml.Node // the keys that only first_seen has
}

// correlation reads the correlation section. The rules that it names are looked
// for when all files are read.
func (r *reader) correlation() *rules.Correlation {
	key, m := r.doc.Get("correlation")
	s := &section{reader: r, c: &rules.Correlation{}}
	if m.Kind != yaml.MappingNode {
		r.report(m, codeCorrelation, "correlation must be a mapping of type, rules, timespan and condition")
		return nil
	}
	if !r.afford(m) {
		r.reportAt(key, overBudget("the correlation"))
		return nil
	}
	if !r.duplicates(m, "the correlation") {
		return nil
	}
	if k, v := r.doc.Get("generate"); k != nil {
		s.generate(v)
	}
	s.read(key, m)
	return s.c
}

// read reads the keys of the section; the condition last, since what it may say
// depends on the type and the rules.
func (s *section) read(key, m *yaml.Node) {
	known := map[string]func(v *yaml.Node){
		"type":       s.kind,
		"rules":      func(v *yaml.Node) { s.c.Rules = s.references(v, codeCorrelation) },
		"group-by":   s.groupBy,
		"timespan":   func(v *yaml.Node) { s.c.Timespan = s.duration(v) },
		"aliases":    s.aliases,
		"generate":   s.generate,
		"field":      s.fields,
		"percentile": s.percentile,
		"condition":  func(*yaml.Node) {},
		"known":      func(v *yaml.Node) { s.known = s.references(v, codeCorrelation) },
		"learn":      func(v *yaml.Node) { s.c.Learn = s.duration(v) },
	}
	for k, v := range pairs(m) {
		read, ok := known[k.Value]
		if !ok {
			s.unknown(k)
			continue
		}
		read(v)
		if k.Value == "known" || k.Value == "learn" {
			s.firstSeenOnly = append(s.firstSeenOnly, k)
		}
	}
	s.required(key, m)
	if s.refused {
		return
	}
	if s.c.Type == rules.FirstSeen {
		s.firstSeen(key, m)
		return
	}
	for _, k := range s.firstSeenOnly {
		s.report(k, codeCorrelation, "%s has no %s", s.c.Type, k.Value).Hint = "only first_seen has"
	}
	s.condition(key, m)
	if len(s.c.Rules) > maxTemporal && s.temporal() {
		s.report(key, codeTooLarge, "a temporal correlation has at most %d rules", maxTemporal)
	}
	s.measured(key)
}

func (s *section) unknown(k *yaml.Node) {
	p := s.report(k, codeCorrelation, "unknown key %q in the correlation", shorten(k.Value))
	keys := []string{"type", "rules", "group-by", "timespan", "aliases", "generate", "condition", "known", "learn"}
	if p.Hint = didYouMean(k.Value, keys); p.Hint == "" {
		p.Hint = "there are " + strings.Join(keys[:7], ", ")
	}
}

func (s *section) required(key, m *yaml.Node) {
	for _, need := range []struct {
		name   string
		lacked bool
	}{
		{"type", s.c.Type == ""},
		{"rules", s.c.Rules == nil && !s.namesRules(m)},
		{"timespan", s.c.Timespan == 0 && s.c.Type != rules.FirstSeen},
	} {
		if k, _ := pair(m, need.name); k == nil && need.lacked && !s.refused {
			s.report(key, codeCorrelation, "the correlation has no %s", need.name)
		}
	}
}

// namesRules reports whether the condition says which rules are correlated.
func (s *section) namesRules(m *yaml.Node) bool {
	_, v := pair(m, "condition")
	return v != nil && v.Kind == yaml.ScalarNode && s.temporal()
}

func (s *section) temporal() bool {
	return s.c.Type == rules.Temporal || s.c.Type == rules.TemporalOrdered
}

func (s *section) kind(v *yaml.Node) {
	t := rules.CorrelationType(v.Value)
	if slices.Contains(correlationTypes, t) {
		s.c.Type = t
		return
	}
	var names []string
	for _, t := range correlationTypes {
		names = append(names, string(t))
	}
	p := s.report(v, codeCorrelation, "unknown type %q", shorten(v.Value))
	if p.Hint = didYouMean(v.Value, names); p.Hint == "" {
		p.Hint = "there are " + strings.Join(names, ", ")
	}
}

func (s *section) groupBy(v *yaml.Node) {
	if v.ShortTag() == "!!null" || v.Kind == yaml.SequenceNode && len(v.Content) == 0 {
		return // one group of all
	}
	for _, n := range s.names(v) {
		if slices.Contains(s.c.GroupBy, n.Value) {
			s.report(n, codeCorrelation, "the field %q stands twice in group-by", shorten(n.Value))
		}
		s.c.GroupBy = append(s.c.GroupBy, n.Value)
	}
}

// names reads the names of the fields that the correlation groups by or counts.
func (s *section) names(v *yaml.Node) []*yaml.Node {
	all := s.texts(v, codeCorrelation, "names of fields")
	if len(all) > maxFields {
		s.report(v, codeTooLarge, "more than %d fields", maxFields)
		return nil
	}
	return all
}

func (s *section) duration(v *yaml.Node) time.Duration {
	if v.Kind != yaml.ScalarNode {
		s.report(v, codeTimespan, "a timespan is one text")
		return 0
	}
	d, f := timespan(v.Value)
	if f != nil {
		s.reportAt(v, f)
	}
	return d
}

func (s *section) generate(v *yaml.Node) {
	if v.ShortTag() != "!!bool" || v.Kind != yaml.ScalarNode {
		s.report(v, codeCorrelation, "generate is true or false")
		return
	}
	s.c.Generate = s.c.Generate || strings.EqualFold(v.Value, "true")
}

func (s *section) aliases(v *yaml.Node) {
	if v.ShortTag() == "!!null" {
		return
	}
	if v.Kind != yaml.MappingNode {
		s.report(v, codeCorrelation, "aliases must be a mapping of names to mappings from rules to fields")
		return
	}
	s.duplicates(v, "the aliases")
	for k, m := range pairs(v) {
		a := rules.Alias{Name: k.Value}
		if m.Kind != yaml.MappingNode || len(m.Content) == 0 {
			s.report(m, codeCorrelation, "the alias %q must be a mapping from rules to fields", shorten(k.Value))
			continue
		}
		s.duplicates(m, "the alias")
		for rule, field := range pairs(m) {
			if field.Kind != yaml.ScalarNode || field.ShortTag() == "!!null" || strings.TrimSpace(field.Value) == "" {
				s.report(field, codeCorrelation, "here stands the name of a field")
			}
			a.Fields = append(a.Fields, rules.AliasField{Rule: ruleNamed(rule), Field: field.Value})
		}
		s.c.Aliases = append(s.c.Aliases, a)
	}
}

// condition reads what must hold. A temporal correlation without one wants all
// of its rules.
func (s *section) condition(key, m *yaml.Node) {
	k, v := pair(m, "condition")
	switch {
	case k == nil && !s.temporal():
		s.report(key, codeCorrelation, "the correlation has no condition")
		return
	case k == nil:
	case v.Kind == yaml.MappingNode:
		s.bounds(v)
	case v.Kind != yaml.ScalarNode || v.ShortTag() == "!!null":
		s.report(v, codeBounds, "the condition must be a mapping, as in gte: 10")
	case !s.temporal():
		s.report(v, codeBounds, "only temporal correlations have a condition on rules; %s compares a number", s.c.Type).Hint = "write it as in gte: 10"
	default:
		s.presence(v)
	}
	if s.c.Presence == nil && len(s.c.Bounds) == 0 && s.temporal() {
		s.c.Bounds = []rules.Bound{{Op: rules.GTE, Value: float64(len(s.c.Rules))}}
	}
	if s.temporal() && !s.refused {
		if need := least(s.c); need > float64(len(s.c.Rules)) {
			s.report(v, codeBounds, "the correlation has only %d rules", len(s.c.Rules))
		}
	}
}

// least is the smallest measure that the lower bounds let pass.
func least(c *rules.Correlation) float64 {
	low := 0.0
	for _, b := range c.Bounds {
		switch b.Op {
		case rules.GT:
			low = max(low, b.Value+1)
		case rules.GTE, rules.EQ:
			low = max(low, b.Value)
		}
	}
	return low
}
