package replay

import (
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// selection leaves undecoded what no rule looks at. Events that no rule sees are
// counted as if they had been matched.
func (m *matcher) selection() source.Selection {
	return source.Selection{
		Event: func(k source.Kind) source.Want {
			switch m.worker.Need(m.class(k)) {
			case engine.All:
				return source.Everything
			case engine.None:
				if m.replay.From.IsZero() && m.replay.To.IsZero() { // else their times must be known
					return source.Nothing
				}
			}
			return source.SomeFields
		},
		Skipped: func(k source.Kind, n int64) {
			m.events.Read += n
			m.worker.Skip(m.class(k), n)
		},
		Sketch: true,
	}
}

func (m *matcher) class(k source.Kind) event.Class {
	return m.replay.Normalizer.Class(k.Channel, k.Provider, k.EventID)
}

// suffices reports whether the rules need no more than the part at hand of the
// event of rec.
func (m *matcher) suffices(rec *event.Record) bool {
	class := m.event.Class()
	switch m.worker.Need(class) {
	case engine.All:
		return false
	case engine.Keywords:
		return m.worker.Silent(class, m.normal.Sketch(rec))
	}
	return true
}

// whole returns the event at hand, which is of rec, with all its fields. It is
// valid until the next call.
func (m *matcher) whole(rec *event.Record) *event.Event {
	if m.extent == normalize.Entire {
		return &m.event
	}
	if err := m.normal.Whole(&m.full, rec); err != nil {
		return &m.event
	}
	return &m.full
}
