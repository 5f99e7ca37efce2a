// Package correlate turns alerts on single events into alerts on what several
// events are together: how many they are, which values they have, which rules
// they satisfy in which order. Time is event time. It keeps values, not events.
package correlate

import (
	"math"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/rules"
)

// Options say how a Correlator works. The zero Options are the defaults.
type Options struct {
	MaxGroups int           // of one correlation; 0: a million
	MaxEvents int           // of one group, though never fewer than its condition counts; 0: ten thousand
	MaxAlerts int           // ids of alerts that one alert lists; 0: a hundred
	Lateness  time.Duration // how much later than a younger one an alert may come
	Base      bool          // rules raise their own alerts, whatever correlations are made of them
	// Observe, if not nil, is called for every judgement, for those who want to
	// know why nothing fires. It must not call the Correlator.
	Observe func(*Judgement)
}

// Correlator correlates the alerts of one set of rules. It depends on nothing
// but what is pushed: the same alerts give the same correlations. It is not
// safe for concurrent use.
type Correlator struct {
	opts      Options
	sources   map[identity]*source
	known     map[*alert.Rule]*source
	nodes     []*node   // those that others are made of come first
	windows   []*window // so do they
	delayed   []*window // those that time alone can make fire
	perRule   []*window // those that judge an event with all the rules that it satisfies
	unsettled bool      // some of them have not judged the last event
	early     queue     // alerts that may have to wait for older ones
	newest    int64
	now       int64 // what is older comes too late
	seq       uint64
	latest    origin
	stats     Stats
	fired     []*alert.Alert // what Push or Flush is about to return

	// What the groups of all windows are made of.
	groups  memory.Slab[group]
	series  memory.Slab[series]
	past    memory.Store // what is in the series
	ends    memory.Slab[input]
	firings map[verdict]firing
	secret  memory.Secret // of the digests of values
}

// identity tells rules by their content, so that alerts from elsewhere are known.
type identity struct{ SHA256, ID, Title string }

func identityOf(r *alert.Rule) identity { return identity{r.SHA256, r.ID, r.Title} }

// source is a rule whose alerts are correlated.
type source struct {
	meta    *alert.Rule
	quiet   bool
	outlets []*outlet
}

// outlet leads to a window, in which the source is rule number rule.
type outlet struct {
	from   *alert.Rule
	to     *window
	rule   int
	number [1]uint64 // the rule's, as a value
	group  *reading  // the key of the group
}

// Bounds on state, where the options name none.
const (
	defaultGroups = 1_000_000
	defaultEvents = 10_000
	defaultAlerts = 100
)

// maxKnown bounds how many objects that stand for rules are remembered: alerts
// from elsewhere may have one each.
const maxKnown = 1 << 16

// New returns a Correlator for the correlations of set. It has nothing to do
// when there are none.
func New(set *rules.Set, o Options) *Correlator {
	o.MaxGroups = orDefault(o.MaxGroups, defaultGroups)
	o.MaxEvents = orDefault(o.MaxEvents, defaultEvents)
	o.MaxAlerts = orDefault(o.MaxAlerts, defaultAlerts)
	c := &Correlator{
		opts: o, sources: map[identity]*source{}, known: map[*alert.Rule]*source{}, now: math.MinInt64, newest: math.MinInt64,
		secret: memory.NewSecret(), firings: map[verdict]firing{},
	}
	c.compile(set)
	return c
}

func orDefault(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// Push takes an alert on an event and appends to dst the correlations that are
// complete now. Alerts come in the order of their events' times, or not later
// than Options.Lateness allows; the ones with equal times count as they come.
// It does not keep a's event but while a window's end has yet to decide.
func (c *Correlator) Push(dst []*alert.Alert, a *alert.Alert) []*alert.Alert {
	src := c.source(a.Rule)
	if src == nil || len(src.outlets) == 0 {
		return dst
	}
	t, ok := nanoseconds(a.Time)
	if !ok {
		c.stats.Untimed++
		return dst
	}
	if t < c.now {
		c.stats.Late++
		return dst
	}
	// Fast path: alerts that come in order need not wait.
	if c.opts.Lateness <= 0 {
		c.step(t, a)
		return c.take(dst)
	}
	c.early.add(input{time: t, alert: a})
	c.newest = max(c.newest, t)
	c.release(earlier(c.newest, int64(c.opts.Lateness)))
	return c.take(dst)
}

// Settle tells that all alerts of the last event were pushed. Without it a
// temporal correlation waits for the next event to know.
func (c *Correlator) Settle(dst []*alert.Alert) []*alert.Alert {
	c.settle()
	return c.take(dst)
}

// Flush tells that no more alerts will come: windows that are open close.
func (c *Correlator) Flush(dst []*alert.Alert) []*alert.Alert {
	c.release(endOfTime)
	return c.take(dst)
}

// take hands over what has fired.
func (c *Correlator) take(dst []*alert.Alert) []*alert.Alert {
	dst = append(dst, c.fired...)
	clear(c.fired)
	c.fired = c.fired[:0]
	return dst
}

// Quiet reports whether the alerts of rule r only serve correlations.
func (c *Correlator) Quiet(r *alert.Rule) bool {
	src := c.source(r)
	return src != nil && src.quiet
}

func (c *Correlator) source(r *alert.Rule) *source {
	src, ok := c.known[r]
	if !ok {
		if len(c.known) >= maxKnown {
			clear(c.known)
		}
		src = c.sources[identityOf(r)]
		c.known[r] = src
	}
	return src
}

// release correlates the waiting alerts that are older than t: no older ones
// will come.
func (c *Correlator) release(t int64) {
	for in, ok := c.early.next(t); ok; in, ok = c.early.next(t) {
		c.step(in.time, in.alert)
	}
	c.advance(t)
}

// step correlates one alert, the next in the order of time.
func (c *Correlator) step(t int64, a *alert.Alert) {
	if !c.latest.is(a, t) {
		c.settle()
		c.seq, c.latest = c.seq+1, originOf(a, t)
	}
	c.advance(t)
	for _, o := range c.source(a.Rule).outlets {
		o.to.offer(input{time: t, seq: c.seq, alert: a, outlet: o})
	}
}

// advance tells those that wait for it that it is t now.
func (c *Correlator) advance(t int64) {
	if t <= c.now {
		return
	}
	c.settle()
	c.now = t
	for _, w := range c.delayed {
		w.advance(t)
	}
}

// settle judges the last event: all of its alerts have come.
func (c *Correlator) settle() {
	if !c.unsettled {
		return
	}
	c.unsettled = false
	for _, w := range c.perRule {
		if w.lag == 0 {
			w.settle()
		}
	}
}

// nanoseconds returns t as a count from 1970, false when it is no time or lies
// so far away that it cannot be counted.
func nanoseconds(t time.Time) (int64, bool) {
	year := t.Year()
	return t.UnixNano(), !t.IsZero() && year > 1678 && year < 2262
}

// Stats says what a Correlator could not do, and how much it holds.
type Stats struct {
	Untimed int64       `json:"without_time,omitempty"` // alerts without a time
	Late    int64       `json:"late,omitempty"`         // alerts that came later than allowed
	Groups  int         `json:"-"`                      // groups that are held; shared ones are one
	Events  int         `json:"-"`                      // events that are held in them; one for each thing that is measured of it
	Bounded []BoundStat `json:"bounded,omitempty"`      // correlations that met a bound
}

// BoundStat says how often a bound bit: what was forgotten may have been part
// of something.
type BoundStat struct {
	Rule   *alert.Rule `json:"-"`
	ID     string      `json:"id,omitempty"`
	Title  string      `json:"title,omitempty"`
	Groups int64       `json:"groups,omitempty"` // groups forgotten since there were too many
	Events int64       `json:"events,omitempty"` // events forgotten since their group had too many
}

// Stats returns the counts so far.
func (c *Correlator) Stats() Stats {
	s := c.stats
	for _, w := range c.windows {
		s.Groups += w.held
		for i := w.oldest; i != 0; i = c.groups.At(i).newer {
			w.all(c.groups.At(i), func(_ *column, _ uint32, own *series) { s.Events += int(own.Events) })
		}
	}
	for _, n := range c.nodes {
		if groups, events := n.column.lostGroups, n.column.lostEvents; groups+events > 0 {
			s.Bounded = append(s.Bounded, BoundStat{n.meta, n.meta.ID, n.meta.Title, groups, events})
		}
	}
	return s
}

// Len returns the number of correlations.
func (c *Correlator) Len() int { return len(c.nodes) }
