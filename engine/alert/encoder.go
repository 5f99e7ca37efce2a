package alert

import (
	"strconv"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Encoder writes alerts as JSON, in the form of docs/alert-schema.md. It writes
// the metadata of a rule once and copies it from then on. The zero Encoder is
// ready for use; it is not safe for concurrent use.
type Encoder struct {
	rules   map[*Rule][]byte
	forms   forms
	repeats repeats
}

// Append appends a, on one line, to b. Characters of HTML stand as they are.
func (e *Encoder) Append(b []byte, a *Alert) ([]byte, error) {
	w := writer{b: b, repeats: &e.repeats}
	e.repeats.begin(0, false)
	defer e.repeats.forget()
	w.open()
	w.always("id", a.ID)
	w.time("time", a.Time)
	e.rule(&w, a.Rule)
	w.reasons(a)
	e.event(&w, a.Event)
	w.source(&a.Event.Source)
	w.correlation(a.Correlation)
	w.close()
	return w.result()
}

// AppendEvent appends ev as an alert shows it, with its collector's dialect and
// the place that it came from, on one line.
func (e *Encoder) AppendEvent(b []byte, ev *event.Event) ([]byte, error) {
	w := writer{b: b}
	w.open()
	e.event(&w, ev)
	w.text("dialect", ev.Dialect)
	w.text("nearest_dialect", ev.Nearest)
	w.source(&ev.Source)
	w.close()
	return w.result()
}

// rule writes the rule that fired, from memory if it did before.
func (e *Encoder) rule(w *writer, r *Rule) {
	text, ok := e.rules[r]
	if !ok {
		own := writer{b: []byte{'{'}}
		own.value("rule", r)
		if text = own.b[1:]; own.err != nil {
			w.err = own.err
			return
		}
		if e.rules == nil {
			e.rules = map[*Rule][]byte{}
		}
		e.rules[r] = text
	}
	w.b = append(append(w.b, ','), text...)
}

// event writes an event as alerts show it. Its fields are split in three, so
// that System and EventData cannot hide each other: the event's own data, the
// System fields beside the identity, and the original text of every value that
// data shows by its meaning.
func (e *Encoder) event(w *writer, ev *event.Event) {
	w.key("event")
	w.open()
	w.text("channel", ev.Channel)
	w.text("provider", ev.Provider)
	if ev.HasEventID {
		w.number("event_id", uint64(ev.EventID))
	}
	if ev.RecordID != 0 {
		w.number("record_id", ev.RecordID)
	}
	w.text("computer", ev.Computer)
	w.time("time", ev.Time)
	w.flag("time_assumed", ev.TimeAssumed)
	f := e.forms.of(ev)
	w.key("data")
	if w.object(f.data, ev.Fields, shown) {
		w.key("raw")
		w.object(f.data, ev.Fields, raw)
	}
	if len(f.system) > 0 {
		w.key("system")
		w.object(f.system, ev.Fields, logged)
	}
	w.close()
}

// reasons writes why the rule fired, and what should have been asked as well.
func (w *writer) reasons(a *Alert) {
	w.matched(a.Matched)
	if len(a.Unprovidable) > 0 {
		w.value("unprovidable", a.Unprovidable)
	}
}

// correlation writes what several events were together, if they were.
func (w *writer) correlation(c *Correlation) {
	if c != nil {
		w.value("correlation", newCorrelationView(c))
	}
}

// matched writes the leaves that were true.
func (w *writer) matched(ms []Match) {
	w.key("matched")
	w.b = append(w.b, '[')
	for i := range ms {
		m := &ms[i]
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.open()
		w.text("selection", m.Selection)
		w.always("field", m.Field)
		w.text("event_field", m.EventField)
		w.key("value")
		w.b = w.repeats.appendMatched(w.b, m.Value)
		w.text("raw", m.Raw)
		w.always("operator", m.Operator)
		w.text("pattern", m.Pattern)
		w.close()
	}
	w.b = append(w.b, ']')
}

// source writes where an event came from.
func (w *writer) source(s *event.Source) {
	w.input(s)
	w.b = strconv.AppendInt(w.b, s.Index, 10)
	w.place(s)
}

// input begins the source with the input and stops before the event's index in it.
func (w *writer) input(s *event.Source) {
	w.key("source")
	w.open()
	w.always("file", s.File)
	w.text("format", s.Format)
	w.key("index")
}

// place ends what input began.
func (w *writer) place(s *event.Source) {
	if s.Record != 0 {
		w.number("record", s.Record)
	}
	if s.Line != 0 {
		w.integer("line", s.Line)
	}
	w.integer("offset", s.Offset)
	w.flag("carved", s.Carved)
	w.close()
}

// time writes t in RFC 3339, UTC, as precise as it is, unless it is zero.
func (w *writer) time(key string, t time.Time) {
	if !t.IsZero() {
		w.key(key)
		w.b = append(t.UTC().AppendFormat(append(w.b, '"'), time.RFC3339Nano), '"')
	}
}

// timeText returns t as time writes it; "" for no time.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
