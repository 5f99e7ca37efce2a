package class

import "github.com/rulehound/rulehound/normalize/event"

// NameInserts gives the data of ev its names where a collector handed it on by
// position, and the event is known to have that many fields.
func (c *Class) NameInserts(ev *event.Event) {
	count := 0
	for i := range ev.Fields {
		switch f := &ev.Fields[i]; {
		case f.Section == event.UserData || f.Section == event.EventData && f.Name != "Data":
			return // Fast path: it has names.
		case f.Section == event.EventData:
			count++
		}
	}
	if count == 0 {
		return
	}
	names := c.set.table.Template(c.Class, count)
	for i := range ev.Fields {
		if f := &ev.Fields[i]; f.Section == event.EventData && len(names) > 0 {
			f.Name, f.Path, names = names[0], "", names[1:]
		}
	}
}
