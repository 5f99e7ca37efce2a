package correlate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"github.com/rulehound/rulehound/engine/internal/metadata"
	"github.com/rulehound/rulehound/rules"
)

// compile makes a node of every correlation and sources of what they refer to.
func (c *Correlator) compile(set *rules.Set) {
	m := maker{
		Correlator: c, set: set, nodes: map[*rules.Rule]*node{}, bases: map[*rules.Rule]*source{},
		keys: map[string]*texts{}, readings: map[string]*reading{},
	}
	for r := range set.Correlations() {
		m.shareKeys(r)
	}
	for r := range set.Correlations() {
		m.node(r)
	}
	for r := range set.All() {
		if set.Helper(r) || set.Quiet(r) && !c.opts.Base {
			m.base(r).quiet = true
		}
	}
	for _, n := range c.nodes {
		if n.lag > 0 || n.closes {
			c.delayed = append(c.delayed, n)
		}
		if n.perRule {
			c.perRule = append(c.perRule, n)
		}
	}
}

type maker struct {
	*Correlator
	set      *rules.Set
	nodes    map[*rules.Rule]*node
	bases    map[*rules.Rule]*source
	keys     map[string]*texts   // by rule and fields: of the correlations that group the alerts of the rule by the fields
	readings map[string]*reading // by source and fields
}

// node returns the node of correlation r, after those that it is made of.
func (m *maker) node(r *rules.Rule) *node {
	if n, ok := m.nodes[r]; ok {
		return n
	}
	meta := metadata.Of(r)
	meta.Kind = rules.KindCorrelation
	n := &node{
		correlator: m.Correlator, number: uint32(len(m.nodes)), rule: r.Correlation, meta: meta, exports: r.Exports,
		span: span(r.Correlation), began: endOfTime, closes: r.Correlation.AtClose(),
		most:  int32(min(max(m.opts.MaxEvents, enough(r.Correlation)), math.MaxInt32)),
		quiet: m.set.Helper(r) || m.set.Quiet(r) && !m.opts.Base,
	}
	n.measure = measureOf(r.Correlation)
	n.perRule = n.measure.perRule()
	m.nodes[r] = n
	h := sha256.New()
	h.Write([]byte(r.SHA256))
	n.connect(m, r, func(part string) { h.Write([]byte(part)) })
	n.content = hex.EncodeToString(h.Sum(nil))
	m.Correlator.nodes = append(m.Correlator.nodes, n)
	return n
}

// connect leads the alerts of the correlation's rules to n.
func (n *node) connect(m *maker, r *rules.Rule, content func(string)) {
	n.keys = m.keys[feeds(r)[0]]
	for i, ref := range correlated(r) {
		o := m.outlet(n, i, ref.Rule)
		n.inlets = append(n.inlets, o)
		if ref.Rule.Correlation != nil && ref.Rule != r {
			child := m.node(ref.Rule)
			o.from = child.meta
			child.outlets = append(child.outlets, o)
			lag := child.lag
			if child.closes {
				lag = later(lag, child.span)
			}
			n.lag = max(n.lag, lag)
			content(child.content)
			continue
		}
		base := m.base(ref.Rule)
		o.from = base.meta
		base.outlets = append(base.outlets, o)
		base.quiet = base.quiet || r.Correlation.Own && !m.opts.Base
		content(ref.Rule.SHA256)
		for _, f := range ref.Rule.Filters {
			content(f.SHA256)
		}
	}
}

// correlated returns the rules whose alerts r is made of.
func correlated(r *rules.Rule) []rules.Reference {
	if r.Correlation.Own {
		return []rules.Reference{{Rule: r}}
	}
	return r.Correlation.Rules
}

// called returns what the events of rule i call fields.
func called(c *rules.Correlation, i int, fields []string) []string {
	names := make([]string, len(fields))
	for j, f := range fields {
		names[j] = c.Field(i, f)
	}
	return names
}

// outlet leads from rule number i of n's correlation, which is from, to n.
func (m *maker) outlet(n *node, i int, from *rules.Rule) *outlet {
	o := &outlet{to: n, rule: i, group: m.reading(from, together, n.keys, called(n.rule, i, n.rule.GroupBy))}
	switch {
	case n.measure.numeric():
		o.measured = m.reading(from, asNumbers, nil, called(n.rule, i, n.rule.Fields))
	case n.measure.reads():
		o.measured = m.reading(from, asTexts, m.values, called(n.rule, i, n.rule.Fields))
	case n.perRule:
		o.value[0] = uint64(i)
	}
	return o
}

// reading returns what reads fields of the alerts of from.
func (m *maker) reading(from *rules.Rule, how howToRead, t *texts, fields []string) *reading {
	key := fmt.Sprintf("%p %d %p %q", from, how, t, fields)
	r, ok := m.readings[key]
	if !ok {
		r = &reading{fields: fields, how: how, texts: t}
		m.readings[key] = r
	}
	return r
}

// shareKeys gives r the keys of those correlations that group alerts of its
// rules by the same fields, so that these alerts are looked up once.
func (m *maker) shareKeys(r *rules.Rule) {
	all := feeds(r)
	var shared *texts
	for _, feed := range all {
		switch t := m.keys[feed]; {
		case t == nil || t == shared:
		case shared == nil:
			shared = t
		default:
			for other := range m.keys {
				if m.keys[other] == t {
					m.keys[other] = shared
				}
			}
		}
	}
	if shared == nil {
		shared = newTexts()
	}
	for _, feed := range all {
		m.keys[feed] = shared
	}
}

// feeds tells the rules of r and what their alerts call the fields of group-by.
func feeds(r *rules.Rule) []string {
	var all []string
	for i, ref := range correlated(r) {
		all = append(all, fmt.Sprintf("%p %q", ref.Rule, called(r.Correlation, i, r.Correlation.GroupBy)))
	}
	return all
}

// base returns the source of a rule on single events.
func (m *maker) base(r *rules.Rule) *source {
	src, ok := m.bases[r]
	if !ok {
		key := identity{r.SHA256, r.ID, r.Title}
		if src = m.sources[key]; src == nil {
			src = &source{meta: metadata.Of(r)}
			m.sources[key] = src
		}
		m.bases[r] = src
	}
	return src
}

// enough returns how many events a group must be able to hold for its
// condition to be decided.
func enough(c *rules.Correlation) int {
	most := len(c.Rules)
	for _, b := range c.Bounds {
		if v := math.Ceil(math.Abs(b.Value)) + 2; whole(c.Type) && v < 1<<31 {
			most = max(most, int(v))
		}
	}
	return most
}

// whole reports whether a type counts.
func whole(t rules.CorrelationType) bool {
	switch t {
	case rules.EventCount, rules.ValueCount:
		return true
	}
	return false
}

// span is how far back the events of a group go.
func span(c *rules.Correlation) int64 {
	if c.Timespan == 0 {
		return math.MaxInt64
	}
	return int64(c.Timespan)
}

// later returns t + span, or the end of time.
func later(t, span int64) int64 {
	if t > math.MaxInt64-span {
		return math.MaxInt64
	}
	return t + span
}

// earlier returns t - span, or the beginning of time.
func earlier(t, span int64) int64 {
	if t < math.MinInt64+span {
		return math.MinInt64
	}
	return t - span
}

func instant(t int64) time.Time { return time.Unix(0, t).UTC() }
