package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// errUnwanted says that a record is of a kind that the Selection leaves out.
var errUnwanted = errors.New("not selected")

// gate decides from the values of a record's outer template, before any of them
// is decoded, what is wanted of the record. A template without a gate is one
// whose records do not say what they are in the plain form that Windows writes.
type gate struct {
	channel, provider operand
	id, time          uint16             // substitutions
	needs             needs              // for the record to say all of it
	answers           map[uint16]*answer // the latest for each event id
	last              *answer            // given
}

// operand is a text of the template or a value of the record.
type operand struct {
	text string
	sub  uint16 // noSub for a text
}

// answer is what the Selection said of one kind of event.
type answer struct {
	want              Want
	channel, provider []byte // UTF-16, of operands that are values
	kind              Kind
	skipped           int64
}

// newGate returns the gate of a template that is a whole event, nil if it has none.
func newGate(p plan) *gate {
	g := &gate{id: binxml.NoSub, time: binxml.NoSub}
	var found [recordIDRole + 1]int
	for i := range p.ops {
		o := &p.ops[i]
		if o.role == noRole {
			continue
		}
		found[o.role]++
		g.needs.low |= o.needs.low
		g.needs.high = append(g.needs.high, o.needs.high...)
		if o.kind != literal && o.kind != fromValue {
			return nil
		}
		at := operand{sub: binxml.NoSub, text: o.field.Value.Raw()}
		if o.kind == fromValue {
			at = operand{sub: o.sub}
		}
		switch o.role {
		case channelRole:
			g.channel = at
		case providerRole:
			g.provider = at
		case eventIDRole:
			g.id = at.sub
		case timeRole:
			g.time = at.sub
		}
	}
	for _, r := range []role{channelRole, providerRole, eventIDRole, timeRole} {
		if found[r] != 1 {
			return nil
		}
	}
	if g.id == binxml.NoSub || g.time == binxml.NoSub {
		return nil
	}
	return g
}

// want says what is wanted of a record that is an instance of t.
func (d *decoder) want(t *template, values []value, null uint64) Want {
	switch {
	case d.selection.Event == nil:
		return SomeFields
	case t.gate == nil:
		return Everything
	}
	return t.gate.want(d, values, null)
}

// want says what is wanted of a record with these values.
func (g *gate) want(d *decoder, values []value, null uint64) Want {
	id, ok := d.valueOf(values, g.id, wintype.Uint16)
	if !ok {
		return Everything
	}
	if t, ok := d.valueOf(values, g.time, wintype.Filetime); !ok || binary.LittleEndian.Uint64(t) == 0 {
		return Everything
	}
	if null&g.needs.low != 0 || !g.needs.met(values) {
		return Everything
	}
	channel, ok1 := d.operand(g.channel, values)
	provider, ok2 := d.operand(g.provider, values)
	if !ok1 || !ok2 {
		return Everything
	}
	n := binary.LittleEndian.Uint16(id)
	if g.last = g.answers[n]; g.last == nil || !g.last.is(channel, provider) {
		g.last = g.ask(d, n, channel, provider)
	}
	return g.last.want
}

// is reports whether the answer is of events of that channel and provider.
func (a *answer) is(channel, provider []byte) bool {
	return bytes.Equal(a.channel, channel) && bytes.Equal(a.provider, provider)
}

// skip counts a record that the gate has said nothing is wanted of.
func (d *decoder) skip(g *gate) error {
	if g.last.skipped++; g.last.skipped == 1 {
		d.skips = append(d.skips, g.last)
	}
	return errUnwanted
}

// ask asks the Selection about events of a kind.
func (g *gate) ask(d *decoder, id uint16, channel, provider []byte) *answer {
	a := &answer{channel: bytes.Clone(channel), provider: bytes.Clone(provider)}
	a.kind = Kind{g.channel.name(channel), g.provider.name(provider), uint32(id)}
	a.want = d.selection.Event(a.kind)
	if g.answers == nil || len(g.answers) > maxKinds {
		g.answers = map[uint16]*answer{}
	}
	g.answers[id] = a
	d.templates.weight += 1 + (len(channel)+len(provider))/bytesPerWeight
	return a
}

// valueOf returns the bytes of a value if it is of that type and size.
func (d *decoder) valueOf(values []value, sub uint16, typ byte) ([]byte, bool) {
	if int(sub) >= len(values) {
		return nil, false
	}
	v := values[sub]
	if v.typ != typ || wintype.Size(typ) > 0 && int(v.size) != wintype.Size(typ) || v.size == 0 {
		return nil, false
	}
	return d.chunk[v.offset : v.offset+uint32(v.size)], true
}

// operand returns the UTF-16 of an operand that is a value, nil of a text.
func (d *decoder) operand(o operand, values []value) ([]byte, bool) {
	if o.sub == binxml.NoSub {
		return nil, o.text != ""
	}
	b, ok := d.valueOf(values, o.sub, wintype.String)
	return b, ok && len(b) < maxName
}

func (o operand) name(b []byte) string {
	if o.sub == binxml.NoSub {
		return o.text
	}
	return string(wintype.AppendUTF16(nil, wintype.TrimNUL(b)))
}

// takeSkips calls f with each kind of event that was left out since the last
// call, and how often.
func (d *decoder) takeSkips(f func(Kind, int64)) {
	for _, a := range d.skips {
		f(a.kind, a.skipped)
		a.skipped = 0
	}
	clear(d.skips)
	d.skips = d.skips[:0]
}
