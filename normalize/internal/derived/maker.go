package derived

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/scratch"
)

// Maker makes derived fields, in its own memory: they are good until it makes those
// of the next event. Accounts is required.
type Maker struct {
	*Accounts
	text scratch.Text // of the one that is long
}

// Add adds to ev what the fields make of it.
func (m *Maker) Add(ev *event.Event, fields []Field) {
	for i := range fields {
		d := &fields[i]
		if !d.Of(ev.EventID) {
			continue
		}
		for _, text := range d.make(m, ev) {
			if text == "" {
				continue
			}
			ev.Fields = append(ev.Fields, event.Field{Name: d.Name, Section: event.Derived, Value: derivedValue(d.Name, text)})
		}
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func dataOf(ev *event.Event, name string) string {
	v, _ := ev.Fields.In(event.EventData, name)
	return v.Raw()
}
