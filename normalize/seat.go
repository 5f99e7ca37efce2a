package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/windows"
)

// seat is where fields of a label sit in events of a dialect.
type seat struct {
	field   event.Field   // all but its value
	places  []event.Field // where it may be, blank or not, by its own path where it goes by that
	names   []uint64      // what is the same for all fields that go by one of its names
	class   bool          // it may tell the event's class
	settled bool          // its place hangs on its value or those of others
	becomes string        // what it may be called then
	times   []int         // the dialect's places of times that it is in
	moves   bool          // it is in another section where its value is blank
	loose   bool          // names do not tell it
	listed  bool          // it belongs to one of several objects
	holds   bool          // the event may stand in it as it was, where it has no other data
	wraps   bool          // it stands around the event
	told    bool          // it is the message that tells of an event without data
	says    bool          // its values may mean more than they say
	means   bool          // by its name
	data    dataKind
}

// dataKind says what a field shows of the data of its event.
type dataKind uint8

const (
	noData dataKind = iota
	unnamedData
	namedData
)

// dataOfField returns what f shows.
func dataOfField(f *event.Field) dataKind {
	switch {
	case f.Section == event.UserData, f.Section == event.EventData && f.Name != "Data":
		return namedData
	case f.Section == event.EventData:
		return unnamedData
	}
	return noData
}

// seatOf returns where fields of l sit in events of d.
func seatOf(seats *memo.ByLabel[seat], d *dialect.Dialect, l *event.Label) *seat {
	s, known := seats.Of(l)
	if !known {
		*s = newSeat(d, l)
	}
	return s
}

// newSeat works out where fields of a label sit.
func newSeat(d *dialect.Dialect, l *event.Label) seat {
	if d.IsLoose(l) {
		return seat{loose: true}
	}
	f := d.Placed(l, event.TextValue("1"))
	blank := d.Placed(l, event.Value{}) // it may sit elsewhere then
	s := seat{field: f, wraps: d.Wraps(l), listed: d.Lists(&f), holds: d.HoldsOriginal(&f), told: isMessage(&f), moves: f.Section == event.System && blank.Section != f.Section}
	for _, f := range []*event.Field{&f, &blank} {
		s.class = s.class || f.Section == event.System && tellsClass(f.Name)
		s.settled = s.settled || d.Settles(f)
	}
	for place := range d.TimePlaces() {
		if d.IsTime(place, &f, s.wraps) {
			s.times = append(s.times, place)
		}
	}
	if !s.settled {
		s.data = dataOfField(&f)
	}
	f.Value, s.field.Value = event.Value{}, event.Value{}
	if s.settled {
		s.becomes = d.Becomes(&f)
		s.class = s.class || tellsClass(s.becomes)
	}
	s.places = []event.Field{f}
	if blank.Name != f.Name || blank.Path != f.Path || blank.Section != f.Section {
		s.places = append(s.places, blank)
	}
	for i := range s.places {
		if s.places[i].Section == event.Envelope {
			dialect.OwnPath(&s.places[i])
		}
		s.names = append(s.names, namesOf(&s.places[i])...)
		if s.settled || class.IsInterpreted(s.places[i].Section) {
			s.says, s.means = true, s.means || windows.ReadingOf(s.places[i].Name) != nil
		}
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s
}
