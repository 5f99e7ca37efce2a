package correlate

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/engine/internal/metadata"
	"github.com/rulehound/rulehound/rules"
)

// compile makes a node of every correlation, with its window, and sources of what
// they refer to.
func (c *Correlator) compile(set *rules.Set) {
	m := maker{
		Correlator: c, set: set, nodes: map[*rules.Rule]*node{}, bases: map[*rules.Rule]*source{},
		keys: map[string]*memory.Texts{}, windows: map[string]*window{}, columns: map[string]*column{}, readings: map[string]*reading{},
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
	for _, w := range c.windows {
		if w.lag > 0 || w.closes {
			c.delayed = append(c.delayed, w)
		}
		if w.perRule {
			c.perRule = append(c.perRule, w)
		}
	}
}

type maker struct {
	*Correlator
	set      *rules.Set
	nodes    map[*rules.Rule]*node
	bases    map[*rules.Rule]*source
	keys     map[string]*memory.Texts // by rule and fields: of the correlations that group the alerts of the rule by the fields
	windows  map[string]*window
	columns  map[string]*column
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
		correlator: m.Correlator, rule: r.Correlation, meta: meta, exports: r.Exports, measure: measureOf(r.Correlation),
		quiet: m.set.Helper(r) || m.set.Quiet(r) && !m.opts.Base,
	}
	n.least = n.measure.least()
	m.nodes[r] = n
	w := m.window(r, n.measure)
	n.column = m.column(w, r, n.measure)
	n.column.judges = append(n.column.judges, n)
	n.column.kept = n.column.kept.And(n.measure.keeps())
	n.content = m.content(r)
	m.Correlator.nodes = append(m.Correlator.nodes, n)
	return n
}

// content tells r and all that it is made of.
func (m *maker) content(r *rules.Rule) string {
	h := sha256.New()
	h.Write([]byte(r.SHA256))
	for _, ref := range correlated(r) {
		if ref.Rule.Correlation != nil && ref.Rule != r {
			h.Write([]byte(m.node(ref.Rule).content))
			continue
		}
		h.Write([]byte(ref.Rule.SHA256))
		for _, f := range ref.Rule.Filters {
			h.Write([]byte(f.SHA256))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
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
