package alert

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// MarshalJSON returns the alert in the form of docs/alert-schema.md, on one
// line. Characters of HTML stand as they are.
func (a *Alert) MarshalJSON() ([]byte, error) {
	matched := a.Matched
	if matched == nil {
		matched = []Match{}
	}
	view := struct {
		ID      string        `json:"id"`
		Time    string        `json:"time,omitempty"`
		Rule    *Rule         `json:"rule"`
		Matched []Match       `json:"matched"`
		Missing []string      `json:"unprovidable,omitempty"`
		Event   *eventView    `json:"event"`
		Source  *event.Source `json:"source"`

		Correlation *correlationView `json:"correlation,omitempty"`
	}{a.ID, timeText(a.Time), a.Rule, matched, a.Unprovidable, newEventView(a.Event), &a.Event.Source, newCorrelationView(a.Correlation)}
	return marshal(view)
}

// eventView is an event as alerts show it. Its fields are split in three, so
// that System and EventData cannot hide each other: the event's own data, the
// System fields beside the identity, and the original text of every value that
// data shows by its meaning.
type eventView struct {
	Channel  string  `json:"channel,omitempty"`
	Provider string  `json:"provider,omitempty"`
	EventID  *uint32 `json:"event_id,omitempty"`
	RecordID uint64  `json:"record_id,omitempty"`
	Computer string  `json:"computer,omitempty"`
	Time     string  `json:"time,omitempty"`
	Assumed  bool    `json:"time_assumed,omitempty"`
	Data     object  `json:"data"`
	Raw      object  `json:"raw,omitempty"`
	System   object  `json:"system,omitempty"`
}

func newEventView(ev *event.Event) *eventView {
	v := &eventView{
		Channel:  ev.Channel,
		Provider: ev.Provider,
		RecordID: ev.RecordID,
		Computer: ev.Computer,
		Time:     timeText(ev.Time),
		Assumed:  ev.TimeAssumed,
	}
	if ev.HasEventID {
		v.EventID = &ev.EventID
	}
	v.Data, v.Raw, v.System = content(ev.Fields)
	return v
}

// timeText returns t in RFC 3339, UTC, as precise as it is; "" for no time.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
