package alert

import (
	"errors"
	"math"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// errPacked says that what is to be unpacked is not what was packed.
var errPacked = errors.New("alerts were kept in a file that has changed")

// Unpack returns the alerts that [Pack] wrote; rules are those that it numbered.
// All their texts are parts of packed. An error says that it is not what Pack wrote.
func Unpack(packed string, rules []*Rule) ([]*Alert, error) {
	u := unpacker{text: packed}
	ev := u.event()
	all := make([]Alert, u.count())
	alerts := make([]*Alert, len(all))
	for i := range all {
		n := u.uint()
		if n >= uint64(len(rules)) || u.bad {
			return nil, errPacked
		}
		all[i].Rule, all[i].Event = rules[n], ev
		u.alert(&all[i])
		alerts[i] = &all[i]
	}
	if u.bad || u.text != "" {
		return nil, errPacked
	}
	return alerts, nil
}

// unpacker reads what packer wrote. What it gives is zero once it is bad.
type unpacker struct {
	text string // what is left
	bad  bool
}

func (u *unpacker) uint() uint64 {
	v := uint64(0)
	for i := 0; i < len(u.text) && i < 10; i++ {
		c := u.text[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			u.text = u.text[i+1:]
			return v
		}
	}
	u.text, u.bad = "", true
	return 0
}

// int undoes the zigzag that binary.AppendVarint makes.
func (u *unpacker) int() int64 {
	v := u.uint()
	return int64(v>>1) ^ -int64(v&1)
}

// count returns the number of things that follow, each of which takes a byte or more.
func (u *unpacker) count() int {
	n := u.uint()
	if n > uint64(len(u.text)) {
		u.text, u.bad = "", true
		return 0
	}
	return int(n)
}

func (u *unpacker) flag() bool { return u.uint() != 0 }

func (u *unpacker) string() string {
	n := u.count()
	s := u.text[:n]
	u.text = u.text[n:]
	return s
}

func (u *unpacker) strings() []string {
	all := list[string](u)
	for i := range all {
		all[i] = u.string()
	}
	return all
}

// list returns room for the things that follow, nil for none.
func list[T any](u *unpacker) []T {
	if n := u.count(); n > 0 {
		return make([]T, n)
	}
	return nil
}

func (u *unpacker) time() time.Time {
	seconds := u.int()
	return time.Unix(seconds, int64(u.uint())).UTC()
}

func (u *unpacker) alert(a *Alert) {
	a.ID = u.string()
	a.Time = u.time()
	a.Matched = list[Match](u)
	for i := range a.Matched {
		m := &a.Matched[i]
		for _, s := range [...]*string{&m.Selection, &m.Field, &m.EventField, &m.Value, &m.Raw, &m.Operator, &m.Pattern} {
			*s = u.string()
		}
	}
	a.Unprovidable = u.strings()
	a.Exports = list[Export](u)
	for i := range a.Exports {
		a.Exports[i] = Export{u.string(), u.strings()}
	}
	if u.flag() {
		a.Correlation = u.correlation()
	}
}

func (u *unpacker) event() *event.Event {
	e := &event.Event{Source: u.source()}
	var class event.Class
	for _, s := range [...]*string{&e.Dialect, &e.Nearest, &e.Channel, &e.Provider, &e.Computer, &class.Channel, &class.Provider} {
		*s = u.string()
	}
	class.EventID = uint32(u.uint())
	e.SetClass(class)
	e.EventID = uint32(u.uint())
	e.HasEventID = u.flag()
	e.Version = uint8(u.uint())
	e.RecordID = u.uint()
	e.Time = u.time()
	e.TimeAssumed = u.flag()
	e.Fields = list[event.Field](u)
	for i := range e.Fields {
		e.Fields[i] = event.Field{
			Name: u.string(), Path: u.string(), Section: event.Section(u.uint()), Origin: uint32(u.uint()), Value: u.value(),
		}
	}
	return e
}

func (u *unpacker) value() event.Value {
	v := event.Typed(event.Kind(u.uint()), u.string(), u.uint())
	if u.flag() {
		return v.WithMeaning(&event.Meaning{Code: u.string(), Text: u.string()})
	}
	return v
}

func (u *unpacker) source() event.Source {
	return event.Source{
		File: u.string(), Format: u.string(), Index: u.int(), Record: u.uint(), Line: u.int(), Offset: u.int(), Carved: u.flag(),
	}
}

func (u *unpacker) correlation() *Correlation {
	c := &Correlation{Type: u.string()}
	for range u.count() {
		if c.Group == nil {
			c.Group = map[string][]string{}
		}
		field := u.string()
		c.Group[field] = u.strings()
	}
	c.Timespan = u.string()
	c.Start, c.End = u.time(), u.time()
	c.Count = u.int()
	c.Value = math.Float64frombits(u.uint())
	c.Parts = list[Part](u)
	for i := range c.Parts {
		c.Parts[i] = u.part()
	}
	c.Total = u.int()
	return c
}

func (u *unpacker) part() Part {
	p := Part{ID: u.string(), Time: u.time(), Rule: PartRule{u.string(), u.string()}}
	p.Matched = list[PartMatch](u)
	for i := range p.Matched {
		p.Matched[i] = PartMatch{u.string(), u.string(), u.string()}
	}
	p.Source = u.source()
	return p
}
