package evtx

import (
	"bytes"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// An event about the event log may have a Channel or an EventID among its data.
// Rules see all fields of a name, so such an event is more than the kind that
// its System says it is: it is never left out on the strength of that.

// echoes reports whether a field that an op makes may be taken for the identity
// of the event.
func echoes(ops []op) bool {
	for i := range ops {
		o := &ops[i]
		if o.nameParts != nil || o.field.Section != event.System && (isIdentity(o.field.Name) || isIdentity(o.field.Path)) {
			return true
		}
	}
	return false
}

func isIdentity(name string) bool {
	if len(name) < len("Channel") || len(name) > 2*len("Provider_Name") {
		return false
	}
	name = strings.ReplaceAll(name, " ", "")
	return strings.EqualFold(name, "Channel") || strings.EqualFold(name, "EventID") || strings.EqualFold(name, "Provider_Name")
}

// nests reports whether an op may make fields of a further fragment, or of
// another System.
func nests(ops []op) bool {
	for i := range ops {
		if ops[i].kind == fromFragment || ops[i].nests || ops[i].role != noRole {
			return true
		}
	}
	return false
}

// speaksOnce reports whether a record, of whose outer template p is the plan, has
// no field beside those of System that may be taken for its identity.
func (d *decoder) speaksOnce(p *placed, values []value) bool {
	if p.echoes {
		return false
	}
	for i := range p.ops {
		o := &p.ops[i]
		if o.kind == literal || int(o.sub) >= len(values) || values[o.sub].typ != wintype.BinXML {
			continue
		}
		if o.kind == fromParts || !d.fragmentSpeaksOnce(values[o.sub], o.within) {
			return false
		}
	}
	return true
}

// fragmentSpeaksOnce is speaksOnce of a value that is a fragment. One that is
// not of a single template, of plain values, is not looked into.
func (d *decoder) fragmentSpeaksOnce(v value, at place) bool {
	mark := len(d.values)
	t, ok := d.single(v)
	nests := slices.ContainsFunc(d.values[mark:], func(v value) bool { return v.typ == wintype.BinXML })
	d.values = d.values[:mark]
	if !ok || t == nil || nests {
		return ok && t == nil
	}
	p, err := d.placed(t, at)
	return err == nil && !p.echoes && !p.nests
}

// single returns the template of a value that is a fragment of nothing else, nil of an
// empty one, and puts the values of that on the stack.
func (d *decoder) single(v value) (t *template, ok bool) {
	pos, end := int(v.offset), int(v.offset)+int(v.size)
	if bytes.HasPrefix(d.chunk[pos:end], fragmentHeader) {
		pos += len(fragmentHeader)
	}
	if pos == end {
		return nil, true
	}
	if d.chunk[pos]&^binxml.TokenMore != binxml.TokenTemplate {
		return nil, false
	}
	t, pos, err := d.instanceOf(pos, end)
	if err == nil {
		pos, _, err = d.table(pos, end)
	}
	return t, err == nil && !(pos < end && d.follows(pos, end))
}

// follows reports whether there is more at pos than the end of a fragment.
func (d *decoder) follows(pos, end int) bool {
	return d.chunk[pos]&^binxml.TokenMore != binxml.TokenEOF || bytes.HasPrefix(d.chunk[pos+1:end], fragmentHeader)
}
