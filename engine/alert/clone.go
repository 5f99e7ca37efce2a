package alert

import "github.com/rulehound/rulehound/normalize/event"

// CloneEvent returns a copy of ev that owns its texts, in one block of memory, so
// that an alert keeps no input buffer alive.
func CloneEvent(ev *event.Event) *event.Event {
	var p packer
	p.b = make([]byte, 0, 4096)
	p.event(ev)
	u := unpacker{text: string(p.b)}
	return u.event()
}
