package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

var (
	errValues  = errors.New("values run past the record")
	errNothing = errors.New("record without an event")
	errPanic   = errors.New("fault in the decoder")
)

// decoder turns the records of one chunk after another into fields. It belongs
// to one goroutine.
type decoder struct {
	chunk     []byte // as much of it as may be looked at
	live      []byte // it up to the end of its live records
	parser    binxml.Parser
	templates templates
	reader    wintype.Reader
	arena     scan.Arena[event.Field]
	fields    []event.Field // of the record at hand, taken from arena
	values    []value       // stack of the value tables of nested templates
	left      budget
	planner   planner // of plain elements
	naming    naming

	selection Selection
	skips     []*answer  // kinds of events left out since takeSkips
	asks      bool       // what is wanted of the record at hand
	recordID  uint64     // of it, as far as it says
	instances []instance // of templates that it is made of
	sketch    sketch     // of it, if it is one
}

var fragmentHeader = []byte{binxml.TokenFragment, 1, 1, 0}

// value is where a substitution stands in the chunk.
type value struct {
	offset uint32
	size   uint16
	typ    byte
	kind   byte // see kindOf
}

// A field takes up about so many bytes of a chunk, a record too.
const (
	bytesPerField  = 16
	bytesPerRecord = 384
)

// reset makes the decoder ready for a chunk. With reuse, everything that it has
// returned before is written over.
func (d *decoder) reset(reuse bool) {
	d.parser.Reset(&d.reader)
	d.planner.known = &d.naming
	d.templates.reset()
	d.reader.Reset(reuse)
	if reuse {
		d.arena.Recycle()
	}
	d.left.refill()
}

// see says how much of the chunk the decoder may look at.
func (d *decoder) see(chunk []byte) {
	d.chunk, d.reader.Usual = chunk, len(chunk)
	d.parser.See(chunk)
}

// record decodes the BinXml in chunk[pos:end]. A fault of the decoder's own
// costs the record, not the run: this is the one place that recovers from it.
func (d *decoder) record(pos, end int) (fields event.Fields, err error) {
	d.asks = d.selection.Event != nil || d.selection.Sketch
	d.sketch.layout = nil
	return d.decode(pos, end)
}

// decode is record when it is known what is wanted.
func (d *decoder) decode(pos, end int) (fields event.Fields, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			fields, err = nil, fmt.Errorf("%w: %v", errPanic, fault)
		}
	}()
	if d.left.fields <= 0 {
		return nil, errFields
	}
	d.left.text = min(d.reader.Used()+maxText, maxChunkText)
	d.fields, d.values, d.recordID = d.arena.Room(64, d.usualFields()), d.values[:0], 0
	err = d.fragments(pos, end, place{}, 0)
	fields = d.arena.Keep(d.fields)
	d.left.fields -= len(fields)
	if err == nil && len(fields) == 0 && !(d.asks && d.sketch.layout != nil) {
		err = errNothing
	}
	return fields, err
}

// usualFields is about how many fields the chunk at hand needs room for. Hardly any
// record is decoded where sketches do.
func (d *decoder) usualFields() int {
	n := len(d.chunk) / bytesPerField
	if d.selection.Sketch {
		n /= 16
	}
	return n
}

// fragments decodes what stands between pos and end: often one fragment, but a
// value may hold EventData and then RenderingInfo.
func (d *decoder) fragments(pos, end int, at place, depth int) error {
	if depth > maxNesting {
		return errNested
	}
	for pos < end {
		if err := d.left.spend(1); err != nil {
			return err
		}
		var err error
		switch d.chunk[pos] &^ binxml.TokenMore {
		case binxml.TokenFragment:
			pos += 4
		case binxml.TokenEOF:
			// Behind the end of a record there is padding, of any bytes; behind the
			// end of a value there may be one more fragment.
			if pos++; depth == 0 || !bytes.HasPrefix(d.chunk[pos:end], fragmentHeader) {
				return nil
			}
		case binxml.TokenTemplate:
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
	root, next, size, err := d.parser.Elements(pos, end)
	if err := errors.Join(err, d.left.spend(costOfNode*(size+1))); err != nil {
		return next, err
	}
	d.planner.ops = d.planner.ops[:0]
	made, err := d.plan(root, at, &d.planner)
	if err != nil {
		return next, err
	}
	return next, d.run(&made, nil, 0, depth)
}

// instance decodes a template instance: what instanceOf reads, count(4), the value
// table and the values.
func (d *decoder) instance(pos, end int, at place, depth int) (int, error) {
	t, pos, err := d.instanceOf(pos, end)
	if err != nil {
		return pos, err
	}
	mark := len(d.values)
	defer func() { d.values = d.values[:mark] }()
	pos, null, err := d.table(pos, end)
	if err != nil {
		return pos, err
	}
	values := d.values[mark:]
	p, err := d.placed(t, at)
	if err != nil {
		return pos, err
	}
	if depth == 0 && len(d.fields) == 0 && d.asks {
		switch d.want(t, values, null) {
		case Nothing:
			if d.speaksOnce(p, values) {
				return pos, d.skip(t.gate)
			}
		case SomeFields:
			if d.selection.Sketch && d.sketched(t, pos, end) {
				return end, nil
			}
			d.values = d.values[:mark+len(values)]
		}
	}
	return pos, d.run(&p.plan, values, null, depth)
}

// instanceOf reads which template the instance at pos is of: token(1) version(1)
// id(4) offset(4), the definition where it is used first.
func (d *decoder) instanceOf(pos, end int) (t *template, next int, err error) {
	if pos+10 > end {
		return nil, pos, binxml.ErrShort
	}
	id := binary.LittleEndian.Uint32(d.chunk[pos+2:])
	offset := binary.LittleEndian.Uint32(d.chunk[pos+6:])
	pos += 10
	def, err := d.template(offset, id)
	if int(offset) == pos {
		pos = def.end
	}
	return def.template, pos, err
}

// table reads the value table and returns where the last value ends, and which
// of the first 64 values are NULL.
func (d *decoder) table(pos, end int) (_ int, null uint64, _ error) {
	if pos+4 > end {
		return pos, 0, errValues
	}
	count := int(binary.LittleEndian.Uint32(d.chunk[pos:]))
	pos += 4
	if count < 0 || count > (end-pos)/4 {
		return pos, 0, errValues
	}
	offset := pos + 4*count
	bit := uint64(1)
	for table := d.chunk[pos:offset]; len(table) >= 4; table = table[4:] {
		entry := binary.LittleEndian.Uint32(table)
		v := value{uint32(offset), uint16(entry), byte(entry >> 16), kindOf(byte(entry>>16), uint16(entry))}
		d.values = append(d.values, v)
		if v.typ == wintype.Null {
			null |= bit
		}
		bit <<= 1
		offset += int(v.size)
	}
	if offset > end {
		return pos, 0, errValues
	}
	return offset, null, nil
}
