package alert

import (
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// MarshalJSON returns the alert in the form of docs/alert-schema.md, on one
// line. Characters of HTML stand as they are.
func (a *Alert) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil) }

// AppendJSON appends what MarshalJSON returns to b.
func (a *Alert) AppendJSON(b []byte) ([]byte, error) {
	matched := a.Matched
	if matched == nil {
		matched = []Match{}
	}
	w := writer{b: b}
	w.open()
	w.value("id", a.ID)
	w.text("time", timeText(a.Time))
	w.value("rule", a.Rule)
	w.value("matched", matched)
	if len(a.Unprovidable) > 0 {
		w.value("unprovidable", a.Unprovidable)
	}
	w.event(a.Event)
	w.value("source", &a.Event.Source)
	if a.Correlation != nil {
		w.value("correlation", newCorrelationView(a.Correlation))
	}
	w.close()
	return w.result()
}

// event writes an event as alerts show it. Its fields are split in three, so
// that System and EventData cannot hide each other: the event's own data, the
// System fields beside the identity, and the original text of every value that
// data shows by its meaning.
func (w *writer) event(ev *event.Event) {
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
	w.text("time", timeText(ev.Time))
	if ev.TimeAssumed {
		w.value("time_assumed", true)
	}
	data, raw, system := content(ev.Fields)
	w.key("data")
	w.object(data)
	if len(raw) > 0 {
		w.key("raw")
		w.object(raw)
	}
	if len(system) > 0 {
		w.key("system")
		w.object(system)
	}
	w.close()
}

// timeText returns t in RFC 3339, UTC, as precise as it is; "" for no time.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
