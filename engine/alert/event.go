package alert

import "github.com/rulehound/rulehound/normalize/event"

// MarshalEvent returns ev as an alert shows it, with its collector's dialect and
// the place that it came from, as JSON on one line.
func MarshalEvent(ev *event.Event) ([]byte, error) {
	w := writer{}
	w.open()
	w.event(ev)
	w.text("dialect", ev.Dialect)
	w.text("nearest_dialect", ev.Nearest)
	w.value("source", &ev.Source)
	w.close()
	return w.result()
}
