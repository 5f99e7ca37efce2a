package taxonomy

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// kindKey names a field by where it occurs, all in lower case. Event id 0 stands
// for every event of the channel, an empty channel for every event.
type kindKey struct {
	channel string
	id      uint32
	field   string
}

// Kind returns the type of an event's field where the vocabulary knows it; text
// fields are not in it.
func (t *Table) Kind(c event.Class, field string) (event.Kind, bool) {
	channel, field := strings.ToLower(c.Channel), strings.ToLower(field)
	if channel == "" {
		channel, _ = t.Channel(c.Provider)
		channel = strings.ToLower(channel)
	}
	for _, key := range [...]kindKey{{channel, c.EventID, field}, {channel, 0, field}, {"", 0, field}} {
		if k, ok := t.kinds[key]; ok {
			return k, true
		}
	}
	return event.Null, false
}

// IsTime reports whether a field of that name is a time wherever its type is known.
func (t *Table) IsTime(field string) bool {
	field, known := strings.ToLower(field), false
	for key, kind := range t.kinds {
		if key.field == field && kind != event.Time {
			return false
		}
		known = known || key.field == field
	}
	return known
}
