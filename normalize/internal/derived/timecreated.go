package derived

import (
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

func derivedValue(name, text string) event.Value {
	if name == "TimeCreated" {
		v, _ := event.Parse(event.Time, text)
		return v
	}
	return event.TextValue(text)
}

// timeCreated is when the event happened, where its log has no TimeCreated but
// tells the time and its zone in another field.
func timeCreated(ev *event.Event) string {
	if _, has := ev.Fields.In(event.System, "TimeCreated"); has || ev.Time.IsZero() || ev.TimeAssumed {
		return ""
	}
	return ev.Time.Format(time.RFC3339Nano)
}
