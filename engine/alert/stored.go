package alert

import (
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Stored is an alert in a form that encoding/gob can write, all but its rule,
// which alerts share.
type Stored struct {
	ID          string
	Time        time.Time
	Matched     []Match
	Event       storedEvent
	Exports     []Export
	Correlation *Correlation

	Unprovidable []string
}

// Store returns a in a form to keep.
func Store(a *Alert) Stored {
	return Stored{ID: a.ID, Time: a.Time, Matched: a.Matched, Event: store(a.Event), Exports: a.Exports, Correlation: a.Correlation, Unprovidable: a.Unprovidable}
}

// Restore returns the alert of rule r that was stored.
func (s *Stored) Restore(r *Rule) *Alert {
	return &Alert{ID: s.ID, Time: s.Time, Rule: r, Matched: s.Matched, Event: s.Event.restore(), Exports: s.Exports, Correlation: s.Correlation, Unprovidable: s.Unprovidable}
}

type storedEvent struct {
	Source                               event.Source
	Dialect, Channel, Provider, Computer string
	EventID                              uint32
	HasEventID                           bool
	Version                              uint8
	RecordID                             uint64
	Time                                 time.Time
	TimeAssumed                          bool
	Class                                event.Class
	Fields                               []storedField
}

type storedField struct {
	Name, Path, Raw string
	Section         event.Section
	Kind            event.Kind
	Bits            uint64 // of a Hex or Time
	Meaning         *event.Meaning
}

func store(e *event.Event) storedEvent {
	s := storedEvent{
		Source: e.Source, Dialect: e.Dialect, Channel: e.Channel, Provider: e.Provider, Computer: e.Computer,
		EventID: e.EventID, HasEventID: e.HasEventID, Version: e.Version, RecordID: e.RecordID, Time: e.Time, TimeAssumed: e.TimeAssumed,
		Class: e.Class(), Fields: make([]storedField, len(e.Fields)),
	}
	for i, f := range e.Fields {
		v := f.Value
		s.Fields[i] = storedField{Name: f.Name, Path: f.Path, Section: f.Section, Kind: v.Kind(), Raw: v.Raw(), Meaning: v.Meaning()}
		if at, ok := v.Time(); ok {
			s.Fields[i].Bits = uint64(at.UnixNano())
		} else if v.Kind() == event.Hex {
			s.Fields[i].Bits, _ = v.Uint()
		}
	}
	return s
}

func (s *storedEvent) restore() *event.Event {
	e := &event.Event{
		Source: s.Source, Dialect: s.Dialect, Channel: s.Channel, Provider: s.Provider, Computer: s.Computer,
		EventID: s.EventID, HasEventID: s.HasEventID, Version: s.Version, RecordID: s.RecordID, Time: s.Time, TimeAssumed: s.TimeAssumed,
		Fields: make(event.Fields, len(s.Fields)),
	}
	e.SetClass(s.Class)
	for i, f := range s.Fields {
		v, _ := event.Parse(f.Kind, f.Raw)
		switch f.Kind { // whose text may be of another form
		case event.Hex:
			v = event.HexText(f.Raw, f.Bits)
		case event.Time:
			v = event.TimeText(f.Raw, time.Unix(0, int64(f.Bits)))
		}
		e.Fields[i] = event.Field{Name: f.Name, Path: f.Path, Section: f.Section, Value: v.WithMeaning(f.Meaning)}
	}
	return e
}
