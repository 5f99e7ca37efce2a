package replay

import (
	"context"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// matcher decodes, normalises and matches batches on one goroutine.
type matcher struct {
	replay  *Replay
	normal  *normalize.Worker
	worker  *engine.Worker
	decoder *source.Decoder
	found   *hits.Buffer
	event   event.Event      // the one at hand
	extent  normalize.Extent // of it
	silent  bool             // no rule's keywords are in it
	metered bool             // what rules cost is measured
	full    event.Event      // the one at hand, made whole
	alerts  []*alert.Alert   // scratch
	matched int              // alerts of the batch at hand

	input   int    // of the last batch
	dialect string // of one of the first events of that input
	begun   int64  // how many events there were when nothing was known of records
	stale   bool   // what is known is of another dialect, too

	events EventCounts
	lost   map[int]*lost // records that could not be normalised, by input
}

// lost counts the records of one input that the normaliser refused.
type lost struct {
	count int64
	first int64 // the place of the first one
	err   error // what was wrong with it
}

func newMatcher(r *Replay, found *hits.Buffer) *matcher {
	m := &matcher{replay: r, worker: r.Engine.Worker(), found: found, lost: map[int]*lost{}}
	m.metered = m.worker.Costs() != nil
	m.begin()
	return m
}

// begin begins with nothing known of records.
func (m *matcher) begin() {
	m.normal = m.replay.Normalizer.Worker(m.worker)
	m.decoder = source.NewDecoder(m.selection())
	m.begun, m.stale = m.events.Read, false
}

// worthLearning is how many events make up for what it takes to learn of their records.
const worthLearning = 20000

// arrived notes that the first batch of another input was matched. Where its events
// come in another dialect, what was learnt of others' is forgotten, now or with the
// next input: it is a good part of what a replay keeps.
func (m *matcher) arrived() {
	m.stale = m.stale || m.event.Dialect != m.dialect
	m.dialect = m.event.Dialect
	if m.stale && m.events.Read-m.begun >= worthLearning {
		m.begin()
	}
}

// run takes batches until there are no more. An error means that hits could
// not be kept; it stops all.
func (m *matcher) run(ctx context.Context, f *feed, stop func()) (err error) {
	f.run(ctx, func(b batch) {
		if err == nil {
			if err = m.batch(b); err != nil {
				stop()
			}
		}
	})
	m.found.Sort()
	return err
}

func (m *matcher) batch(b batch) error {
	before := m.events.Read
	m.matched = 0
	for rec, err := range b.Records(m.decoder) {
		if err != nil {
			b.in.note(2*b.Number()+1, err)
			continue
		}
		if err = m.record(b.input, sequence(b.Number(), rec.Source.Index), rec); err != nil {
			return err
		}
	}
	if b.input != m.input {
		m.input = b.input
		m.arrived()
	}
	m.replay.progress.matched(int(m.events.Read-before), m.matched)
	return nil
}

func (m *matcher) record(input int, seq int64, rec *event.Record) error {
	if !m.prepare(input, seq, rec) {
		return nil
	}
	alerts := m.match(rec)
	if len(alerts) == 0 {
		return nil
	}
	m.matched += len(alerts)
	return m.found.Add(hits.Hit{Time: alerts[0].Time, Input: input, Seq: seq}, alerts)
}

// prepare makes rec the event at hand and reports whether it is to be matched.
func (m *matcher) prepare(input int, seq int64, rec *event.Record) bool {
	var err error
	if m.extent, err = m.normal.Fill(&m.event, rec); err != nil {
		m.lose(input, &lost{1, seq, err})
		return false
	}
	if !m.count(&m.event) {
		return false
	}
	m.silent = m.extent != normalize.Entire && m.suffices(rec)
	if m.extent != normalize.Entire && !m.silent {
		m.event = *m.whole(rec)
		m.extent = normalize.Entire
	}
	return true
}

// match returns the alerts of the event at hand, which is of rec. They are valid
// until the next call.
func (m *matcher) match(rec *event.Record) []*alert.Alert {
	clear(m.alerts)
	m.alerts = m.alerts[:0]
	if m.extent == normalize.Known {
		return m.matchAgain(rec)
	}
	// Match's error joins the rules that failed; the worker's coverage counts
	// them, and the alerts beside it are good.
	m.alerts, _ = m.worker.MatchPart(m.alerts, &m.event, m.silent, func() *event.Event { return m.whole(rec) })
	if f, sure := m.worker.Finding(); m.silent && sure && !m.metered { // else rules are to be asked of each event
		m.normal.Remember(f)
	}
	return m.alerts
}

// matchAgain is match of an event that is like one of which it is known what it leads to.
func (m *matcher) matchAgain(rec *event.Record) []*alert.Alert {
	f := m.normal.Outcome().(*engine.Finding)
	if f == nil {
		m.worker.Skip(m.event.Class(), 1)
		return nil
	}
	m.alerts, _ = m.worker.MatchAgain(m.alerts, f, m.whole(rec))
	if more, _ := m.worker.Finding(); more != f {
		m.normal.Remember(more)
	}
	return m.alerts
}

// count counts ev and reports whether it is to be matched.
func (m *matcher) count(ev *event.Event) bool {
	r, c := m.replay, &m.events
	c.Read++
	if ev.TimeAssumed {
		c.Assumed++
	}
	switch {
	case ev.Time.IsZero():
		c.Untimed++
	case ev.Time.Before(r.From), !r.To.IsZero() && !ev.Time.Before(r.To):
		c.Outside++
		return false
	}
	if class := ev.Class(); class.Channel == "" && class.Provider == "" || !ev.HasEventID {
		c.Unclassified++
	}
	if ev.Nearest != "" {
		c.near(ev.Nearest, 1)
	}
	return true
}

func (m *matcher) lose(input int, l *lost) { m.lost[input] = m.lost[input].plus(l) }

// plus adds up two counts, either of which may be nil.
func (l *lost) plus(o *lost) *lost {
	switch {
	case l == nil:
		return o
	case o == nil:
		return l
	case o.first < l.first:
		l, o = o, l
	}
	return &lost{l.count + o.count, l.first, l.err}
}
