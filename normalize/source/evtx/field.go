package evtx

import (
	"strconv"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// run makes the fields of a plan from the values of a template instance.
func (d *decoder) run(p *plan, values []value, null uint64, depth int) error {
	if err := d.left.run(p); err != nil {
		return err
	}
	for i := range p.ops {
		o := &p.ops[i]
		if o.needs.low&null != 0 || o.needs.high != nil && !o.needs.met(values) {
			continue
		}
		switch {
		case o.kind == literal:
			d.fields = append(d.fields, o.field)
			if o.role == recordIDRole {
				d.recordID = recordID(o.field.Value)
			}
		case o.kind == fromParts:
			if err := d.assemble(o, values, depth); err != nil {
				return err
			}
		case int(o.sub) < len(values):
			if err := d.substitute(o, o.field.Name, values[o.sub], depth); err != nil {
				return err
			}
		}
		if d.reader.Used() > d.left.text {
			return errText
		}
	}
	if len(d.fields) > maxFields {
		return errFields
	}
	return nil
}

// met reports whether no value beyond the first 64 that is needed is NULL.
func (n needs) met(values []value) bool {
	for _, sub := range n.high {
		if int(sub) < len(values) && values[sub].typ == wintype.Null {
			return false
		}
	}
	return true
}

// assemble makes a field whose name or value is more than one substitution.
func (d *decoder) assemble(o *op, values []value, depth int) error {
	name := o.field.Name
	if o.nameParts != nil {
		name = d.text(o.nameParts, values)
	}
	if len(o.parts) == 1 && o.parts[0].Sub != binxml.NoSub {
		if sub := int(o.parts[0].Sub); sub < len(values) {
			return d.substitute(o, name, values[sub], depth)
		}
		return nil
	}
	f := d.add(o, name)
	f.Value = event.TextValue(d.text(o.parts, values))
	return nil
}

// substitute makes the field of a value that the record carries: none of NULL,
// one for each item of an array, those of its elements of a fragment.
func (d *decoder) substitute(o *op, name string, v value, depth int) error {
	b := d.chunk[v.offset : v.offset+uint32(v.size)]
	switch {
	case v.typ == wintype.BinXML:
		return d.fragments(int(v.offset), int(v.offset)+int(v.size), o.within, depth+1)
	case o.kind == fromFragment:
		return nil
	case v.typ&wintype.Array == 0:
		d.scalar(o, name, v.typ, b)
		return nil
	}
	return d.array(o, name, v.typ&^wintype.Array, b)
}

// array makes a field of each item of an array. What is left over, too short for an
// item or of a type that has none, is shown as binary.
func (d *decoder) array(o *op, name string, typ byte, b []byte) error {
	for {
		item, rest, ok := wintype.NextItem(typ, b)
		if !ok {
			break
		}
		if len(d.fields) > maxFields {
			return errFields
		}
		d.scalar(o, name, typ, item)
		b = rest
	}
	if len(b) > 0 {
		d.scalar(o, name, wintype.Binary, b)
	}
	return nil
}

func (d *decoder) scalar(o *op, name string, typ byte, b []byte) {
	f := d.add(o, name)
	if !d.reader.Set(&f.Value, typ, b) {
		d.fields = d.fields[:len(d.fields)-1]
	} else if o.role == recordIDRole {
		d.recordID = recordID(f.Value)
	}
}

// add appends a field without its value.
func (d *decoder) add(o *op, name string) *event.Field {
	n := len(d.fields)
	if n < cap(d.fields) {
		d.fields = d.fields[:n+1]
	} else {
		d.fields = append(d.fields, event.Field{})
	}
	f := &d.fields[n]
	f.Name, f.Path, f.Section = name, o.field.Path, o.field.Section
	return f
}

// text joins literals and values, as in an attribute "prefix-%3".
func (d *decoder) text(parts []binxml.Part, values []value) string {
	var texts []string
	for _, part := range parts {
		text := part.Text
		if part.Sub != binxml.NoSub {
			text = ""
			if int(part.Sub) < len(values) && d.reader.Used() <= d.left.text {
				v := values[part.Sub]
				var val event.Value
				d.reader.Set(&val, v.typ&^wintype.Array, d.chunk[v.offset:v.offset+uint32(v.size)])
				text = val.Raw()
			}
		}
		texts = append(texts, text)
	}
	return d.reader.Join(texts)
}

// recordID reads what the field EventRecordID says.
func recordID(v event.Value) uint64 {
	if n, ok := v.Uint(); ok {
		return n
	}
	n, err := strconv.ParseUint(v.Raw(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
