package alert

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Pack appends alerts of one event, which they share, to b, in a form that
// [Unpack] reads: one block of bytes without pointers, to keep many in memory or
// in a file. Their rules become the numbers that number gives them.
func Pack(b []byte, alerts []*Alert, number func(*Rule) int) []byte {
	p := packer{b}
	p.event(alerts[0].Event)
	p.count(len(alerts))
	for _, a := range alerts {
		p.count(number(a.Rule))
		p.alert(a)
	}
	return p.b
}

// packer writes what unpacker reads, in the same order.
type packer struct{ b []byte }

func (p *packer) uint(u uint64) { p.b = binary.AppendUvarint(p.b, u) }
func (p *packer) int(i int64)   { p.b = binary.AppendVarint(p.b, i) }
func (p *packer) count(n int)   { p.uint(uint64(n)) }
func (p *packer) flag(set bool) { p.b = append(p.b, flag(set)) }
func (p *packer) text(s string) { p.b = appendText(p.b, s) }

func (p *packer) texts(all []string) {
	p.count(len(all))
	for _, s := range all {
		p.text(s)
	}
}

// time writes an instant of any year.
func (p *packer) time(t time.Time) {
	p.int(t.Unix())
	p.count(t.Nanosecond())
}

func (p *packer) alert(a *Alert) {
	p.text(a.ID)
	p.time(a.Time)
	p.count(len(a.Matched))
	for i := range a.Matched {
		m := &a.Matched[i]
		for _, s := range [...]string{m.Selection, m.Field, m.EventField, m.Value, m.Raw, m.Operator, m.Pattern} {
			p.text(s)
		}
	}
	p.texts(a.Unprovidable)
	p.count(len(a.Exports))
	for i := range a.Exports {
		p.text(a.Exports[i].Field)
		p.texts(a.Exports[i].Values)
	}
	p.flag(a.Correlation != nil)
	if a.Correlation != nil {
		p.correlation(a.Correlation)
	}
}

func (p *packer) event(e *event.Event) {
	p.source(&e.Source)
	class := e.Class()
	for _, s := range [...]string{e.Dialect, e.Nearest, e.Channel, e.Provider, e.Computer, class.Channel, class.Provider} {
		p.text(s)
	}
	p.uint(uint64(class.EventID))
	p.uint(uint64(e.EventID))
	p.flag(e.HasEventID)
	p.uint(uint64(e.Version))
	p.uint(e.RecordID)
	p.time(e.Time)
	p.flag(e.TimeAssumed)
	p.count(len(e.Fields))
	for i := range e.Fields {
		f := &e.Fields[i]
		p.text(f.Name)
		p.text(f.Path)
		p.uint(uint64(f.Section))
		p.uint(uint64(f.Origin))
		p.value(f.Value)
	}
}

func (p *packer) value(v event.Value) {
	p.uint(uint64(v.Kind()))
	p.text(v.Raw())
	p.uint(v.Bits())
	m := v.Meaning()
	p.flag(m != nil)
	if m != nil {
		p.text(m.Code)
		p.text(m.Text)
	}
}

func (p *packer) source(s *event.Source) {
	p.text(s.File)
	p.text(s.Format)
	p.int(s.Index)
	p.uint(s.Record)
	p.int(s.Line)
	p.int(s.Offset)
	p.flag(s.Carved)
}

func (p *packer) correlation(c *Correlation) {
	p.text(c.Type)
	p.count(len(c.Group))
	for field, values := range c.Group {
		p.text(field)
		p.texts(values)
	}
	p.text(c.Timespan)
	p.time(c.Start)
	p.time(c.End)
	p.int(c.Count)
	p.uint(math.Float64bits(c.Value))
	p.count(len(c.Parts))
	for i := range c.Parts {
		p.part(&c.Parts[i])
	}
	p.int(c.Total)
}

func (p *packer) part(part *Part) {
	p.text(part.ID)
	p.time(part.Time)
	p.text(part.Rule.ID)
	p.text(part.Rule.Title)
	p.count(len(part.Matched))
	for _, m := range part.Matched {
		p.text(m.Field)
		p.text(m.Value)
		p.text(m.Raw)
	}
	p.source(&part.Source)
}
