package correlate

import (
	"fmt"
	"math"
	"strings"

	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/rules"
)

// Correlations that look at the same alerts in the same way share what they
// know, so that an alert is looked up and kept once for all of them: first the
// keys of groups, then a window's groups, then a column's series.

// shareKeys gives r the keys of those correlations that group alerts of its
// rules by the same fields, so that these alerts are looked up once.
func (m *maker) shareKeys(r *rules.Rule) {
	all := feeds(r)
	var shared *memory.Texts
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
		shared = memory.NewTexts()
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

// window returns the window of correlation r. Those where it matters when a
// group's first event comes share it only if they measure the same.
func (m *maker) window(r *rules.Rule, ms measure) *window {
	key := fmt.Sprintf("%q %d %v %v", feeds(r), r.Correlation.Timespan, ms.perRule(), r.Correlation.AtClose())
	switch {
	case r.Correlation.Type == rules.FirstSeen:
		key += fmt.Sprintf(" %p", r)
	case r.Correlation.AtClose():
		key += m.measured(r)
	}
	w := m.windows[key]
	if w == nil {
		w = &window{
			correlator: m.Correlator, number: uint32(len(m.windows)), keys: m.keys[feeds(r)[0]],
			perRule: ms.perRule(), closes: r.Correlation.AtClose(), news: r.Correlation.Type == rules.FirstSeen,
			span: span(r.Correlation), began: endOfTime,
		}
		m.windows[key] = w
		w.connect(m, r)
		m.Correlator.windows = append(m.Correlator.windows, w)
	}
	return w
}

// connect leads the alerts of the correlation's rules to w.
func (w *window) connect(m *maker, r *rules.Rule) {
	for i, ref := range correlated(r) {
		o := &outlet{to: w, rule: i, number: [1]uint64{uint64(i)}}
		o.group = m.reading(ref.Rule, together, w.keys, called(r.Correlation, i, r.Correlation.GroupBy))
		w.inlets = append(w.inlets, o)
		if ref.Rule.Correlation != nil && ref.Rule != r {
			child := m.node(ref.Rule)
			o.from = child.meta
			child.outlets = append(child.outlets, o)
			lag := child.column.window.lag
			if child.column.window.closes {
				lag = later(lag, child.column.window.span)
			}
			w.lag = max(w.lag, lag)
			continue
		}
		base := m.base(ref.Rule)
		o.from = base.meta
		base.outlets = append(base.outlets, o)
		base.quiet = base.quiet || r.Correlation.Own && !m.opts.Base
	}
}

// column returns the column of w that correlation r judges.
func (m *maker) column(w *window, r *rules.Rule, ms measure) *column {
	key := fmt.Sprintf("%p %s", w, m.measured(r))
	if col := m.columns[key]; col != nil && len(col.judges) < maxJudges {
		return col
	}
	col := &column{window: w, numeric: ms.numeric(), most: m.most(r)}
	for i, ref := range correlated(r) {
		switch names := called(r.Correlation, i, r.Correlation.Fields); {
		case ms.numeric():
			col.readings = append(col.readings, m.reading(ref.Rule, asNumbers, nil, names))
		case ms.reads():
			col.readings = append(col.readings, m.reading(ref.Rule, asTexts, nil, names))
		}
	}
	m.columns[key] = col
	w.columns = append(w.columns, col)
	return col
}

// measured tells what r measures of its rules' alerts, and how much of it is
// kept.
func (m *maker) measured(r *rules.Rule) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%d %v", m.most(r), measureOf(r.Correlation).numeric())
	if len(r.Correlation.Fields) > 0 {
		for i := range correlated(r) {
			fmt.Fprintf(&key, " %q", called(r.Correlation, i, r.Correlation.Fields))
		}
	}
	return key.String()
}

// most returns how many items a series for r has at most.
func (m *maker) most(r *rules.Rule) uint32 {
	return uint32(min(max(m.opts.MaxEvents, enough(r.Correlation)), math.MaxInt32))
}

// reading returns what reads fields of the alerts of from.
func (m *maker) reading(from *rules.Rule, how howToRead, t *memory.Texts, fields []string) *reading {
	key := fmt.Sprintf("%p %d %p %q", from, how, t, fields)
	r, ok := m.readings[key]
	if !ok {
		r = &reading{fields: fields, how: how, texts: t, secret: &m.secret}
		m.readings[key] = r
	}
	return r
}
