package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// envelope is an event as an object inside another one, which findings
// (Chainsaw), queues, agents and cloud services put around it. What is inside
// must be an event of a form of its own.
func envelope(known func(event.Fields) *Dialect) Dialect {
	inside := func(fs event.Fields) (inner, wrapping event.Fields) {
		for _, prefix := range envelopes {
			for i := range fs {
				if strings.HasPrefix(fs[i].Path, prefix) {
					if inner, wrapping = lift(fs, prefix); plain(known(inner)) {
						inner, wrapping = nil, nil
					}
					break
				}
			}
			if inner != nil {
				break
			}
		}
		return inner, wrapping
	}
	return Dialect{
		name:  "envelope",
		signs: envelopeSigns(),
		lifts: envelopes,
		picky: true,
		is: func(fs event.Fields) bool {
			inner, _ := inside(fs)
			return inner != nil
		},
		open: inside,
		times: []place{
			{event.Envelope, "@timestamp"}, {event.Envelope, "timestamp"}, {event.Envelope, "Timestamp"}, {event.Envelope, "time"}, {event.Envelope, "date"},
		},
	}
}

// plain reports whether a record of that dialect could be anything.
func plain(d *Dialect) bool { return d.name == "flat" || d.name == "message" || d.name == "envelope" }

// envelopes are the objects that hold events, the innermost first.
var envelopes = []string{
	"document.data.", "document.", "_Event.", "data.", "payload.", "value.", "attributes.", "body.", "Body.",
	"properties.", "columns.", "content.attributes.", "content.", "result.", "record.", "winevent.", "json.", "log.",
	"event.", "message.", "msg.", "fields.", "log_processed.", "nested.", "windows.", "winevtlog.", "eventlog.", "win.", "winlog.",
}

// nestedWinlog is an envelope whose object Winlogbeat has too: Fluent Bit's filter
// nest is often told to call it winlog. The date beside it is Fluent Bit's own.
func nestedWinlog(d Dialect) Dialect {
	d.signs = []string{"winlog.,date"}
	return d
}

func envelopeSigns() []string {
	var signs []string
	for _, path := range envelopes {
		object, _, _ := strings.Cut(path, ".")
		signs = append(signs, object+".")
	}
	return signs
}
