package correlate

import (
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// origin tells whether two alerts that follow one another are of the same
// event, which then counts once.
type origin struct {
	source event.Source
	time   int64
	event  *event.Event // only of alerts that do not say where they are from
}

// is reports whether an alert at time t is of the same event.
func (o *origin) is(a *alert.Alert, t int64) bool {
	return o.time == t && *o == originOf(a, t)
}

func originOf(a *alert.Alert, t int64) origin {
	o := origin{source: a.Event.Source, time: t}
	if o.source.File == "" {
		o.event = a.Event
	}
	return o
}
