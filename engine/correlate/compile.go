package correlate

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"github.com/rulehound/rulehound/engine/internal/metadata"
	"github.com/rulehound/rulehound/rules"
)

// compile makes a node of every correlation and sources of what they refer to.
func (c *Correlator) compile(set *rules.Set) {
	m := maker{Correlator: c, set: set, nodes: map[*rules.Rule]*node{}, bases: map[*rules.Rule]*source{}, rings: map[int]*ring{}}
	for r := range set.Correlations() {
		m.node(r)
	}
	for r := range set.All() {
		if set.Helper(r) || set.Quiet(r) && !c.opts.Base {
			m.base(r).quiet = true
		}
	}
	for _, n := range c.nodes {
		if n.lag > 0 || n.rule.AtClose() {
			c.delayed = append(c.delayed, n)
		}
		if n.measure.perRule() {
			c.perRule = append(c.perRule, n)
		}
	}
}

type maker struct {
	*Correlator
	set   *rules.Set
	nodes map[*rules.Rule]*node
	bases map[*rules.Rule]*source
	rings map[int]*ring // by the number of fields
}

// node returns the node of correlation r, after those that it is made of.
func (m *maker) node(r *rules.Rule) *node {
	if n, ok := m.nodes[r]; ok {
		return n
	}
	meta := metadata.Of(r)
	meta.Kind = rules.KindCorrelation
	n := &node{
		correlator: m.Correlator, rule: r.Correlation, meta: meta, exports: r.Exports,
		span: span(r.Correlation), began: endOfTime, ring: m.ring(len(r.Correlation.GroupBy)), inlets: map[int]*outlet{},
		most:  max(m.opts.MaxEvents, enough(r.Correlation)),
		quiet: m.set.Helper(r) || m.set.Quiet(r) && !m.opts.Base,
	}
	n.measure = measureOf(r.Correlation)
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
	from := r.Correlation.Rules
	if r.Correlation.Own {
		from = []rules.Reference{{Rule: r}}
	}
	for i, ref := range from {
		o := &outlet{to: n, rule: i, group: n.called(i, n.rule.GroupBy), fields: n.called(i, n.rule.Fields)}
		o.joined = strings.Join(o.group, "\x00")
		n.inlets[i] = o
		if ref.Rule.Correlation != nil && ref.Rule != r {
			child := m.node(ref.Rule)
			child.outlets = append(child.outlets, o)
			lag := child.lag
			if child.rule.AtClose() {
				lag = later(lag, child.span)
			}
			n.lag = max(n.lag, lag)
			content(child.content)
			continue
		}
		base := m.base(ref.Rule)
		base.outlets = append(base.outlets, o)
		base.quiet = base.quiet || r.Correlation.Own && !m.opts.Base
		content(ref.Rule.SHA256)
		for _, f := range ref.Rule.Filters {
			content(f.SHA256)
		}
	}
}

// called returns what the events of rule i call fields.
func (n *node) called(i int, fields []string) []string {
	names := make([]string, len(fields))
	for j, f := range fields {
		names[j] = n.rule.Field(i, f)
	}
	return names
}

// ring returns the ring of correlations by that many fields.
func (m *maker) ring(fields int) *ring {
	r, ok := m.rings[fields]
	if !ok {
		r = &ring{keys: map[string]*keyed{}}
		m.rings[fields] = r
	}
	return r
}

// base returns the source of a rule on single events.
func (m *maker) base(r *rules.Rule) *source {
	src, ok := m.bases[r]
	if !ok {
		key := identity{r.SHA256, r.ID, r.Title}
		if src = m.sources[key]; src == nil {
			src = &source{}
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
