package evtx

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// layout is what records of the same templates, with values of the same kinds, have
// in common: all but the values.
//
//	System template, kinds u8 u16 … xml │ EventData template, kinds sid str hex64
//	  →  Provider_Name "…"  EventID 3  …  SubjectUserSid 20  SubjectUserName 21  SubjectLogonId 22
type layout struct {
	instances   []instance
	kinds       []byte // of the values of all instances
	labels      []*event.Label
	fields      []laidField // one for each label
	shape       uint64
	texts       []int32 // the values that are text
	literals    []byte  // the text of literals, a line each
	ascii       bool    // which is ASCII
	wide        []byte  // it in UTF-16
	narrow      bool    // some of the texts are in 8 bits
	recordField int     // EventRecordID, -1 if there is none
	cost        int     // see plan
	refers      int     // see plan.text
	irregular   bool    // such records are to be decoded instead
}

// instance is where the values of a template begin on the stack, and which value of
// the record's own it is; both are 0 of the record's own.
type instance struct {
	*template
	sub, from int
}

// laidField is a field's value: a text of the template where at is negative.
type laidField struct {
	at      int32 // on the stack
	literal event.Value
	raw     []byte // its text
}

// layoutOf returns the layout of the values on the stack, nil if they have none.
func (d *decoder) layoutOf() *layout {
	inner := d.instances[len(d.instances)-1].template
	for _, l := range inner.layouts {
		if l.of(d.instances, d.values) {
			if l.irregular {
				return nil
			}
			return l
		}
	}
	l := d.layOut()
	if d.left.spend(costOfNode*len(l.kinds)) != nil {
		return nil
	}
	if len(inner.layouts) == maxLayouts {
		inner.layouts = inner.layouts[:0]
	}
	inner.layouts = append(inner.layouts, l)
	d.templates.weight += len(l.kinds) + len(l.fields) + (len(l.literals)+len(l.wide))/bytesPerWeight
	if l.irregular {
		return nil
	}
	return l
}

// of reports whether the layout is that of values.
func (l *layout) of(instances []instance, values []value) bool {
	if len(l.kinds) != len(values) || !slices.Equal(l.instances, instances) {
		return false
	}
	for i, k := range l.kinds {
		if values[i].kind != k {
			return false
		}
	}
	return true
}

// layOut makes the layout of the values on the stack.
func (d *decoder) layOut() *layout {
	n := len(d.values)
	l := &layout{
		instances: slices.Clone(d.instances), ascii: true, recordField: -1,
		kinds: make([]byte, 0, n), labels: make([]*event.Label, 0, n+usualLiterals), fields: make([]laidField, 0, n+usualLiterals),
	}
	for _, v := range d.values {
		l.kinds = append(l.kinds, v.kind)
	}
	used := make([]bool, len(l.kinds))
	l.irregular = !d.lay(l, used, l.instances[0], place{}) || len(l.fields) == 0 || len(l.fields) > maxFields || l.refers > maxLaidText
	for _, u := range utf16.Encode([]rune(string(l.literals))) {
		l.wide = binary.LittleEndian.AppendUint16(l.wide, u)
	}
	return l
}

// usualLiterals is how many fields have a text of the template, mostly.
const usualLiterals = 4

// lay adds the fields of in, which stands at a place. It reports false where
// they are more than values one by one: arrays, parts put together, fragments in
// fragments, and values that several fields have.
func (d *decoder) lay(l *layout, used []bool, in instance, at place) bool {
	p, err := d.placed(in.template, at)
	if err != nil {
		return false
	}
	l.cost, l.refers = l.cost+p.cost, l.refers+p.text
	values := d.valuesOf(in)
	null := nulls(values)
	for i := range p.ops {
		o := &p.ops[i]
		if o.needs.low&null != 0 || !o.needs.met(values) {
			continue
		}
		switch {
		case o.kind == fromParts:
			return false
		case o.kind == literal:
			d.layField(l, o, wintype.String, -1)
			continue
		case int(o.sub) >= len(values):
			continue
		}
		place, v := in.from+int(o.sub), values[o.sub]
		switch {
		case v.kind == wintype.Null, v.kind == kindEmpty, o.kind == fromFragment && v.kind != wintype.BinXML:
			continue
		case v.kind == kindOther, used[place]:
			return false
		}
		if used[place] = true; v.kind != wintype.BinXML {
			d.layField(l, o, v.kind, place)
			continue
		}
		if in.from > 0 {
			return false
		}
		for _, inner := range l.instances[1:] {
			if inner.sub == int(o.sub) && !d.lay(l, used, inner, o.within) {
				return false
			}
		}
	}
	return true
}

// valuesOf returns the values of an instance.
func (d *decoder) valuesOf(in instance) []value {
	for _, other := range d.instances {
		if other.from > in.from {
			return d.values[in.from:other.from]
		}
	}
	return d.values[in.from:]
}

func nulls(values []value) (null uint64) {
	for i, v := range values[:min(len(values), 64)] {
		if v.typ == wintype.Null {
			null |= 1 << i
		}
	}
	return null
}

// layField adds the field of o that has values of a kind.
func (d *decoder) layField(l *layout, o *op, kind byte, at int) {
	f := laidField{at: int32(at), literal: o.field.Value, raw: []byte(o.field.Value.Raw())}
	if o.role == recordIDRole {
		l.recordField = len(l.fields)
	}
	if at < 0 {
		l.literals = append(append(l.literals, f.raw...), '\n')
		l.ascii = l.ascii && scan.IsASCII(f.raw)
	} else if kind == wintype.String || kind == wintype.ANSI {
		l.texts, l.narrow = append(l.texts, int32(at)), l.narrow || kind == wintype.ANSI
	}
	label := d.templates.label(&o.field, kind)
	l.labels, l.fields = append(l.labels, label), append(l.fields, f)
	l.shape = (l.shape ^ uint64(label.Number+2)) * 0x9E3779B97F4A7C15
	l.shape ^= l.shape >> 29
}

// labelKey is what makes two fields one [event.Label]. The type is in it, so that
// values of a label mean the same if they have the same bytes.
type labelKey struct {
	section    event.Section
	name, path string
	kind       byte
}

// label returns the label of fields like f with values of a kind.
func (ts *templates) label(f *event.Field, kind byte) *event.Label {
	key := labelKey{f.Section, f.Name, f.Path, kind}
	l := ts.labels[key]
	if l == nil {
		l = &event.Label{Name: f.Name, Path: f.Path, Section: f.Section, NoText: kind != wintype.String && kind != wintype.ANSI, Number: len(ts.labels)}
		if len(ts.labels) < maxLabels {
			ts.labels[key] = l
			ts.weight += 1 + (len(f.Name)+len(f.Path))/bytesPerWeight
		} else {
			l.Number = -1
		}
	}
	return l
}
