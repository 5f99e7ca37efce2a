package alert

import "github.com/rulehound/rulehound/normalize/event"

// MarshalEvent returns ev as an alert shows it, with its collector's dialect and
// the place that it came from, as JSON on one line.
func MarshalEvent(ev *event.Event) ([]byte, error) {
	return marshal(struct {
		Event   *eventView    `json:"event"`
		Dialect string        `json:"dialect,omitempty"`
		Nearest string        `json:"nearest_dialect,omitempty"`
		Source  *event.Source `json:"source"`
	}{newEventView(ev), ev.Dialect, ev.Nearest, &ev.Source})
}
