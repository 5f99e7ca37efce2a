package wintype

import (
	"encoding/binary"
	"math"

	"github.com/rulehound/rulehound/normalize/event"
)

// The types of values, after [MS-EVEN6] 2.2.12 and real files.
const (
	Null       = 0x00
	String     = 0x01
	ANSI       = 0x02
	Int8       = 0x03
	Uint8      = 0x04
	Int16      = 0x05
	Uint16     = 0x06
	Int32      = 0x07
	Uint32     = 0x08
	Int64      = 0x09
	Uint64     = 0x0a
	Real32     = 0x0b
	Real64     = 0x0c
	Bool       = 0x0d
	Binary     = 0x0e
	GUID       = 0x0f
	SizeT      = 0x10
	Filetime   = 0x11
	Systemtime = 0x12
	SID        = 0x13
	Hex32      = 0x14
	Hex64      = 0x15
	BinXML     = 0x21
	Array      = 0x80 // set on top of the type of the items
)

// Size returns how many bytes values of a type have, 0 where that varies.
func Size(typ byte) int {
	if int(typ) < len(fixedSize) {
		return int(fixedSize[typ])
	}
	return 0
}

var fixedSize = [32]uint8{
	Int8: 1, Uint8: 1, Int16: 2, Uint16: 2, Int32: 4, Uint32: 4, Int64: 8, Uint64: 8,
	Real32: 4, Real64: 8, Bool: 4, GUID: 16, Filetime: 8, Systemtime: 16, Hex32: 4, Hex64: 8,
}

// Set makes *v the value b of a scalar type and reports whether there is one;
// NULL is none. Bytes that are not of their type are shown as binary: nothing is
// guessed, nothing is lost.
//
// It writes the value where it will stay, since a log has millions.
func (r *Reader) Set(v *event.Value, typ byte, b []byte) bool {
	if typ == String {
		*v = event.Typed(event.Text, r.Text(b), 0)
		return true
	}
	if int(typ) < len(fixedSize) && fixedSize[typ] > 0 && len(b) != int(fixedSize[typ]) {
		return r.setResized(v, typ, b)
	}
	le := binary.LittleEndian
	switch typ {
	case Null:
		return false
	case ANSI:
		*v = event.Typed(event.Text, r.ansiText(b), 0)
	case Int8:
		r.setInt(v, int64(int8(b[0])))
	case Uint8:
		r.setUint(v, uint64(b[0]))
	case Int16:
		r.setInt(v, int64(int16(le.Uint16(b))))
	case Uint16:
		r.setUint(v, uint64(le.Uint16(b)))
	case Int32:
		r.setInt(v, int64(int32(le.Uint32(b))))
	case Uint32:
		r.setUint(v, uint64(le.Uint32(b)))
	case Int64:
		r.setInt(v, int64(le.Uint64(b)))
	case Uint64:
		r.setUint(v, le.Uint64(b))
	case Real32:
		r.setFloat(v, float64(math.Float32frombits(le.Uint32(b))), 32)
	case Real64:
		r.setFloat(v, math.Float64frombits(le.Uint64(b)), 64)
	case Bool:
		setBool(v, uint64(le.Uint32(b)))
	case GUID:
		*v = event.Typed(event.GUID, r.guid(b), 0)
	case Hex32:
		r.setHex(v, uint64(le.Uint32(b)))
	case Hex64:
		r.setHex(v, le.Uint64(b))
	case Filetime:
		r.setFiletime(v, le.Uint64(b))
	case Systemtime:
		return r.setSystemtime(v, b)
	case SizeT:
		return r.setSize(v, b)
	case SID:
		if len(b) < 8 || b[0] != 1 || len(b) != 8+4*int(b[1]) {
			return r.setBinary(v, b)
		}
		*v = event.Typed(event.SID, r.sid(b), 0)
	case Binary:
		*v = event.Typed(event.Binary, r.binary(b), 0)
	default:
		return r.setBinary(v, b)
	}
	return true
}

func (r *Reader) setInt(v *event.Value, i int64) { *v = event.Typed(event.Int, r.signed(i), uint64(i)) }

func (r *Reader) setUint(v *event.Value, u uint64) { *v = event.Typed(event.Uint, r.decimal(u), u) }

func (r *Reader) setHex(v *event.Value, u uint64) { *v = event.Typed(event.Hex, r.hex(u), u) }

// setBinary is for bytes that are not of their type. No bytes are no value.
func (r *Reader) setBinary(v *event.Value, b []byte) bool {
	if len(b) > 0 {
		*v = event.Typed(event.Binary, r.binary(b), 0)
	}
	return len(b) > 0
}

// setResized decodes an integer that is not as wide as its type: a template may
// declare one width and the record carry another.
func (r *Reader) setResized(v *event.Value, typ byte, b []byte) bool {
	u, ok := unsigned(b)
	if !ok {
		return r.setBinary(v, b)
	}
	switch typ {
	case Hex32, Hex64:
		r.setHex(v, u)
	case Uint8, Uint16, Uint32, Uint64:
		r.setUint(v, u)
	case Int8, Int16, Int32, Int64:
		unused := 64 - 8*len(b)
		r.setInt(v, int64(u<<unused)>>unused)
	case Bool:
		setBool(v, u)
	default:
		return r.setBinary(v, b)
	}
	return true
}

func unsigned(b []byte) (uint64, bool) {
	switch len(b) {
	case 1:
		return uint64(b[0]), true
	case 2:
		return uint64(binary.LittleEndian.Uint16(b)), true
	case 4:
		return uint64(binary.LittleEndian.Uint32(b)), true
	case 8:
		return binary.LittleEndian.Uint64(b), true
	}
	return 0, false
}

// setBool reads any number but zero as true: other values than 0 and 1 occur in
// real logs.
func setBool(v *event.Value, u uint64) {
	if u == 0 {
		*v = event.Typed(event.Bool, "false", 0)
	} else {
		*v = event.Typed(event.Bool, "true", 1)
	}
}

// setSize reads a SizeT, which is as wide as the machine's pointers were. Windows
// shows it as hexadecimal.
func (r *Reader) setSize(v *event.Value, b []byte) bool {
	u, ok := unsigned(b)
	if !ok {
		return r.setBinary(v, b)
	}
	r.setHex(v, u)
	return true
}

// NextItem splits the first item off an array of items of type typ.
func NextItem(typ byte, b []byte) (item, rest []byte, ok bool) {
	var n int
	switch {
	case len(b) == 0:
		return nil, nil, false
	case typ == String:
		for n = 0; n+1 < len(b) && (b[n] != 0 || b[n+1] != 0); {
			n += 2
		}
		return b[:min(n, len(b))], b[min(n+2, len(b)):], true
	case typ == ANSI:
		for n < len(b) && b[n] != 0 {
			n++
		}
		return b[:n], b[min(n+1, len(b)):], true
	case typ == SID && len(b) >= 8:
		n = 8 + 4*int(b[1])
	case typ == SizeT:
		n = 8
	default:
		n = Size(typ)
	}
	if n == 0 || n > len(b) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
