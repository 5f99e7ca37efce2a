package alert

import "github.com/rulehound/rulehound/normalize/event"

// MarshalJSON returns the alert in the form of docs/alert-schema.md, on one
// line. Characters of HTML stand as they are. An [Encoder] writes many faster.
func (a *Alert) MarshalJSON() ([]byte, error) { return new(Encoder).Append(nil, a) }

// MarshalEvent returns ev as an alert shows it, with its collector's dialect and
// the place that it came from, as JSON on one line.
func MarshalEvent(ev *event.Event) ([]byte, error) { return new(Encoder).AppendEvent(nil, ev) }
