package replay

import (
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// matcher normalises and matches batches on one goroutine.
type matcher struct {
	replay *Replay
	worker *engine.Worker
	found  *collector
	alerts []*alert.Alert // scratch

	events EventCounts
	lost   map[int]*lost // records that could not be normalised, by input
}

// lost counts the records of one input that the normaliser refused.
type lost struct {
	count int64
	first int64 // the place of the first one
	err   error // what was wrong with it
}

func newMatcher(r *Replay, found *collector) *matcher {
	return &matcher{replay: r, worker: r.Engine.Worker(), found: found, lost: map[int]*lost{}}
}

// run takes batches until there are no more. An error means that hits could
// not be kept.
func (m *matcher) run(batches <-chan batch) error {
	for b := range batches {
		var hits []hit
		for i, rec := range b.records {
			hits = m.record(hits, b.input, b.first+int64(i), rec)
		}
		m.replay.progress.matched(len(b.records), len(hits))
		if err := m.found.add(hits); err != nil {
			return err
		}
	}
	return nil
}

func (m *matcher) record(hits []hit, input int, seq int64, rec *event.Record) []hit {
	ev, err := m.replay.Normalizer.Event(rec)
	if err != nil {
		m.lose(input, &lost{1, seq, err})
		return hits
	}
	if !m.count(ev) {
		return hits
	}
	// Match's error joins the rules that failed; the worker's coverage counts
	// them, and the alerts beside it are good.
	m.alerts, _ = m.worker.Match(m.alerts[:0], ev)
	for i, a := range m.alerts {
		hits = append(hits, hit{alert: a, input: input, seq: seq, ordinal: i})
	}
	clear(m.alerts)
	return hits
}

// count counts ev and reports whether it is to be matched.
func (m *matcher) count(ev *event.Event) bool {
	r, c := m.replay, &m.events
	c.Read++
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
