package evtx

import (
	"encoding/binary"
	"math"

	"github.com/rulehound/rulehound/normalize/event"
)

// The types of BinXml values, after [MS-EVEN6] 2.2.12 and real files.
const (
	typeNull       = 0x00
	typeString     = 0x01
	typeANSI       = 0x02
	typeInt8       = 0x03
	typeUint8      = 0x04
	typeInt16      = 0x05
	typeUint16     = 0x06
	typeInt32      = 0x07
	typeUint32     = 0x08
	typeInt64      = 0x09
	typeUint64     = 0x0a
	typeReal32     = 0x0b
	typeReal64     = 0x0c
	typeBool       = 0x0d
	typeBinary     = 0x0e
	typeGUID       = 0x0f
	typeSizeT      = 0x10
	typeFiletime   = 0x11
	typeSystemtime = 0x12
	typeSID        = 0x13
	typeHex32      = 0x14
	typeHex64      = 0x15
	typeBinXML     = 0x21
	typeArray      = 0x80 // set on top of the type of the items
)

// fixedSize is the size of a type's values, 0 where it varies.
var fixedSize = [32]uint8{
	typeInt8: 1, typeUint8: 1, typeInt16: 2, typeUint16: 2, typeInt32: 4, typeUint32: 4, typeInt64: 8, typeUint64: 8,
	typeReal32: 4, typeReal64: 8, typeBool: 4, typeGUID: 16, typeFiletime: 8, typeSystemtime: 16, typeHex32: 4, typeHex64: 8,
}

// set makes *v the value b of a scalar type and reports whether there is one;
// NULL is none. Bytes that are not of their type are shown as binary: nothing is
// guessed, nothing is lost.
//
// It writes the value where it will stay, since a log has millions.
func (r *valueReader) set(v *event.Value, typ byte, b []byte) bool {
	if typ == typeString {
		*v = event.Typed(event.Text, r.utf16Text(b), 0)
		return true
	}
	if int(typ) < len(fixedSize) && fixedSize[typ] > 0 && len(b) != int(fixedSize[typ]) {
		return r.setResized(v, typ, b)
	}
	le := binary.LittleEndian
	switch typ {
	case typeNull:
		return false
	case typeANSI:
		*v = event.Typed(event.Text, r.ansiText(b), 0)
	case typeInt8:
		r.setInt(v, int64(int8(b[0])))
	case typeUint8:
		r.setUint(v, uint64(b[0]))
	case typeInt16:
		r.setInt(v, int64(int16(le.Uint16(b))))
	case typeUint16:
		r.setUint(v, uint64(le.Uint16(b)))
	case typeInt32:
		r.setInt(v, int64(int32(le.Uint32(b))))
	case typeUint32:
		r.setUint(v, uint64(le.Uint32(b)))
	case typeInt64:
		r.setInt(v, int64(le.Uint64(b)))
	case typeUint64:
		r.setUint(v, le.Uint64(b))
	case typeReal32:
		r.setFloat(v, float64(math.Float32frombits(le.Uint32(b))), 32)
	case typeReal64:
		r.setFloat(v, math.Float64frombits(le.Uint64(b)), 64)
	case typeBool:
		setBool(v, uint64(le.Uint32(b)))
	case typeGUID:
		*v = event.Typed(event.GUID, r.guid(b), 0)
	case typeHex32:
		r.setHex(v, uint64(le.Uint32(b)))
	case typeHex64:
		r.setHex(v, le.Uint64(b))
	case typeFiletime:
		r.setFiletime(v, le.Uint64(b))
	case typeSystemtime:
		return r.setSystemtime(v, b)
	case typeSizeT:
		return r.setSize(v, b)
	case typeSID:
		if len(b) < 8 || b[0] != 1 || len(b) != 8+4*int(b[1]) {
			return r.setBinary(v, b)
		}
		*v = event.Typed(event.SID, r.sid(b), 0)
	case typeBinary:
		*v = event.Typed(event.Binary, r.binary(b), 0)
	default:
		return r.setBinary(v, b)
	}
	return true
}

func (r *valueReader) setInt(v *event.Value, i int64) {
	*v = event.Typed(event.Int, r.signed(i), uint64(i))
}

func (r *valueReader) setUint(v *event.Value, u uint64) {
	*v = event.Typed(event.Uint, r.decimal(u), u)
}

func (r *valueReader) setHex(v *event.Value, u uint64) { *v = event.Typed(event.Hex, r.hex(u), u) }

// setBinary is for bytes that are not of their type. No bytes are no value.
func (r *valueReader) setBinary(v *event.Value, b []byte) bool {
	if len(b) > 0 {
		*v = event.Typed(event.Binary, r.binary(b), 0)
	}
	return len(b) > 0
}

// setResized decodes an integer that is not as wide as its type: a template may
// declare one width and the record carry another.
func (r *valueReader) setResized(v *event.Value, typ byte, b []byte) bool {
	u, ok := unsigned(b)
	if !ok {
		return r.setBinary(v, b)
	}
	switch typ {
	case typeHex32, typeHex64:
		r.setHex(v, u)
	case typeUint8, typeUint16, typeUint32, typeUint64:
		r.setUint(v, u)
	case typeInt8, typeInt16, typeInt32, typeInt64:
		unused := 64 - 8*len(b)
		r.setInt(v, int64(u<<unused)>>unused)
	case typeBool:
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
func (r *valueReader) setSize(v *event.Value, b []byte) bool {
	u, ok := unsigned(b)
	if !ok {
		return r.setBinary(v, b)
	}
	r.setHex(v, u)
	return true
}

// nextItem splits the first item off an array of items of type typ.
func nextItem(typ byte, b []byte) (item, rest []byte, ok bool) {
	var n int
	switch {
	case len(b) == 0:
		return nil, nil, false
	case typ == typeString:
		for n = 0; n+1 < len(b) && (b[n] != 0 || b[n+1] != 0); {
			n += 2
		}
		return b[:min(n, len(b))], b[min(n+2, len(b)):], true
	case typ == typeANSI:
		for n < len(b) && b[n] != 0 {
			n++
		}
		return b[:n], b[min(n+1, len(b)):], true
	case typ == typeSID && len(b) >= 8:
		n = 8 + 4*int(b[1])
	case typ == typeSizeT:
		n = 8
	case int(typ) < len(fixedSize):
		n = int(fixedSize[typ])
	}
	if n == 0 || n > len(b) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}
