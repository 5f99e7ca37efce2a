package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/rulehound/rulehound/normalize/event"
)

var (
	errValues  = errors.New("values run past the record")
	errNested  = errors.New("values nested too deeply")
	errFields  = errors.New("too many fields")
	errNothing = errors.New("record without an event")
)

// Bounds of one record. The largest real events have a few hundred fields.
const (
	maxNesting = 16
	maxFields  = 1 << 14
)

// decoder turns the records of one chunk after another into fields. It belongs
// to one goroutine.
type decoder struct {
	chunk     []byte
	names     names
	templates templates
	slab      slab
	fields    []event.Field // of the record at hand, taken from a block for a whole chunk
	block     []event.Field
	values    []value // stack of the value tables of nested templates
}

var fragmentHeader = []byte{tokenFragment, 1, 1, 0}

// value is where a substitution stands in the chunk.
type value struct {
	offset uint32
	size   uint16
	typ    byte
}

func (d *decoder) reset(chunk []byte) {
	d.chunk = chunk
	d.names.reset(chunk)
	d.templates.reset()
}

// blockSize is about how many fields one full chunk has.
const blockSize = 4096

// record decodes the BinXml in chunk[pos:end] and returns its fields, which the
// caller owns.
func (d *decoder) record(pos, end int) (event.Fields, error) {
	if cap(d.block)-len(d.block) < 64 {
		d.block = make([]event.Field, 0, blockSize)
	}
	d.fields, d.values = d.block[len(d.block):], d.values[:0]
	err := d.fragments(pos, end, place{}, 0)
	fields := d.fields
	if cap(fields) == cap(d.block)-len(d.block) { // still in the block
		d.block = d.block[:len(d.block)+len(fields)]
	}
	if err == nil && len(fields) == 0 {
		err = errNothing
	}
	return fields[:len(fields):len(fields)], err
}

// fragments decodes what stands between pos and end: often one fragment, but a
// value may hold EventData and then RenderingInfo.
func (d *decoder) fragments(pos, end int, at place, depth int) error {
	if depth > maxNesting {
		return errNested
	}
	for pos < end {
		var err error
		switch d.chunk[pos] &^ tokenMore {
		case tokenFragment:
			pos += 4
		case tokenEOF:
			// Behind the end of a record there is padding, of any bytes; behind the
			// end of a value there may be one more fragment.
			if pos++; depth == 0 || !bytes.HasPrefix(d.chunk[pos:end], fragmentHeader) {
				return nil
			}
		case tokenTemplate:
			pos, err = d.instance(pos, end, at, depth)
		default:
			pos, err = d.plain(pos, end, at, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// plain decodes elements that stand without a template, as event collectors
// write them.
func (d *decoder) plain(pos, end int, at place, depth int) (int, error) {
	p := parser{names: &d.names, b: d.chunk, end: end}
	roots, next, err := p.fragment(pos)
	if err != nil {
		return next, err
	}
	return next, d.run(plan(roots, at), nil, depth)
}

// instance decodes a template instance: token(1) version(1) id(4) offset(4), the
// definition where it is used first, count(4), the value table and the values.
func (d *decoder) instance(pos, end int, at place, depth int) (int, error) {
	if pos+10 > end {
		return pos, errShort
	}
	id := binary.LittleEndian.Uint32(d.chunk[pos+2:])
	offset := binary.LittleEndian.Uint32(d.chunk[pos+6:])
	pos += 10
	t, definitionEnd, err := d.templates.at(&d.names, d.chunk, offset, id)
	if err != nil {
		return pos, err
	}
	if int(offset) == pos {
		pos = definitionEnd
	}
	mark := len(d.values)
	pos, err = d.table(pos, end)
	if err == nil {
		err = d.run(t.ops(at), d.values[mark:], depth)
	}
	d.values = d.values[:mark]
	return pos, err
}

// table reads the value table and returns where the last value ends.
func (d *decoder) table(pos, end int) (int, error) {
	if pos+4 > end {
		return pos, errValues
	}
	count := int(binary.LittleEndian.Uint32(d.chunk[pos:]))
	pos += 4
	if count < 0 || count > (end-pos)/4 {
		return pos, errValues
	}
	offset := pos + 4*count
	for ; count > 0; count, pos = count-1, pos+4 {
		size := binary.LittleEndian.Uint16(d.chunk[pos:])
		d.values = append(d.values, value{uint32(offset), size, d.chunk[pos+2]})
		offset += int(size)
	}
	if offset > end {
		return pos, errValues
	}
	return offset, nil
}

// run makes the fields of ops from the values of a template instance.
func (d *decoder) run(ops []op, values []value, depth int) error {
	for i := range ops {
		o := &ops[i]
		if !present(o.needs, values) {
			continue
		}
		if err := d.field(o, values, depth); err != nil {
			return err
		}
	}
	if len(d.fields) > maxFields {
		return errFields
	}
	return nil
}

func present(needs []uint16, values []value) bool {
	for _, sub := range needs {
		if int(sub) < len(values) && values[sub].typ == typeNull {
			return false
		}
	}
	return true
}

func (d *decoder) field(o *op, values []value, depth int) error {
	name := o.name
	if o.nameParts != nil {
		name = d.text(o.nameParts, values)
	}
	switch {
	case o.parts != nil:
		d.add(o, name, event.TextValue(d.text(o.parts, values)))
	case o.sub == noSub:
		d.add(o, name, o.literal)
	case int(o.sub) < len(values):
		return d.substitute(o, name, values[o.sub], depth)
	}
	return nil
}

// substitute makes the field of a value that the record carries: none of NULL,
// one for each item of an array, those of its elements of a fragment.
func (d *decoder) substitute(o *op, name string, v value, depth int) error {
	b := d.chunk[v.offset : v.offset+uint32(v.size)]
	switch {
	case v.typ == typeBinXML:
		return d.fragments(int(v.offset), int(v.offset)+int(v.size), o.within, depth+1)
	case o.only:
		return nil
	case v.typ&typeArray == 0:
		if val, ok := d.slab.value(v.typ, b); ok {
			d.add(o, name, val)
		}
		return nil
	}
	for {
		item, rest, ok := nextItem(v.typ&^typeArray, b)
		if !ok || len(d.fields) > maxFields {
			return nil
		}
		if val, ok := d.slab.value(v.typ&^typeArray, item); ok {
			d.add(o, name, val)
		}
		b = rest
	}
}

func (d *decoder) add(o *op, name string, v event.Value) {
	d.fields = append(d.fields, event.Field{Name: name, Path: o.path, Section: o.section, Value: v})
}

// text joins literals and values, as in an attribute "prefix-%3".
func (d *decoder) text(parts []part, values []value) string {
	var text string
	for _, part := range parts {
		if part.sub == noSub {
			text += part.text
		} else if int(part.sub) < len(values) {
			v := values[part.sub]
			val, _ := d.slab.value(v.typ&^typeArray, d.chunk[v.offset:v.offset+uint32(v.size)])
			text += val.Raw()
		}
	}
	return text
}
