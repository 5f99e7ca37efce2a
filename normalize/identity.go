package normalize

import (
	"math"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// identify fills the identity of an event from its System fields. The first
// usable value of each counts.
func identify(ev *event.Event) {
	for i := range ev.Fields {
		f := &ev.Fields[i]
		if f.Section != event.System || f.Value.IsNull() {
			continue
		}
		switch f.Name {
		case "Channel":
			first(&ev.Channel, f.Value)
		case "Provider_Name":
			first(&ev.Provider, f.Value)
		case "Computer":
			first(&ev.Computer, f.Value)
		case "EventID":
			if u, ok := dialect.Number(f.Value); ok && u <= math.MaxUint32 && !ev.HasEventID {
				ev.EventID, ev.HasEventID = uint32(u), true
			}
		case "Version":
			if u, ok := dialect.Number(f.Value); ok && u <= math.MaxUint8 {
				ev.Version = uint8(u)
			}
		case "EventRecordID":
			if u, ok := dialect.Number(f.Value); ok && ev.RecordID == 0 {
				ev.RecordID = u
			}
		}
	}
}

// tellsClass reports whether the field of System so called tells the class.
func tellsClass(name string) bool {
	return name == "Channel" || name == "Provider_Name" || name == "EventID"
}

func first(to *string, v event.Value) {
	if *to == "" {
		*to = v.Raw()
	}
}
