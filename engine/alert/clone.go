package alert

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// CloneEvent returns a copy of ev with texts of its own, so that an alert keeps
// no input buffer alive.
func CloneEvent(ev *event.Event) *event.Event {
	c := *ev
	c.Source.File = strings.Clone(ev.Source.File)
	c.Source.Format = strings.Clone(ev.Source.Format)
	c.Dialect = strings.Clone(ev.Dialect)
	c.Channel = strings.Clone(ev.Channel)
	c.Provider = strings.Clone(ev.Provider)
	c.Computer = strings.Clone(ev.Computer)
	class := ev.Class()
	class.Channel, class.Provider = strings.Clone(class.Channel), strings.Clone(class.Provider)
	c.SetClass(class)
	c.Fields = make(event.Fields, len(ev.Fields))
	for i, f := range ev.Fields {
		c.Fields[i] = event.Field{
			Name:    strings.Clone(f.Name),
			Path:    strings.Clone(f.Path),
			Section: f.Section,
			Value:   f.Value.Clone(),
		}
	}
	return &c
}
