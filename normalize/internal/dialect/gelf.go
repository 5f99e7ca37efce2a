package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// gelf is NXLog's record in Graylog's extended log format: its fields with an
// underscore before the name. GELF's own timestamp is in UTC, as NXLog made it
// of the event's local time.
func gelf() Dialect {
	p := nxlogPlaces()
	var own places
	own.add(event.System, "Computer", "host")
	own.add(event.Rendering, "Message", "full_message")
	return Dialect{
		name:  "gelf",
		signs: []string{"short_message,_EventID", "short_message,_SourceModuleType"},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				f := &fs[i]
				name, additional := strings.CutPrefix(f.Name, "_")
				to, ok := p.find(name)
				if !additional {
					to, ok = own.find(name)
				}
				if !ok && !additional {
					to = place{section: event.Envelope}
				} else if !ok {
					to = place{section: event.EventData}
				}
				f.Name = name
				to.put(f)
			}
			settleNXLog(fs)
			return fs
		},
		times:  []place{{event.Envelope, "timestamp"}, {event.EventData, "UtcTime"}},
		clocks: []place{{event.Envelope, "EventTime"}},
	}
}
