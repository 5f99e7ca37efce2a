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

// value decodes b as a value of a scalar type; ok is false for NULL. Bytes that
// are not of their type are shown as binary: nothing is guessed, nothing is lost.
func (s *slab) value(typ byte, b []byte) (v event.Value, ok bool) {
	if typ == typeNull || len(b) == 0 && typ != typeString && typ != typeANSI && typ != typeBinary {
		return event.Value{}, false
	}
	if v, ok = s.typed(typ, b); !ok {
		v = event.Typed(event.Binary, s.binary(b), 0)
	}
	return v, true
}

// typed decodes b if it is a value of type typ.
func (s *slab) typed(typ byte, b []byte) (v event.Value, ok bool) {
	if int(typ) < len(fixedSize) && fixedSize[typ] > 0 && len(b) != int(fixedSize[typ]) {
		return s.resized(typ, b)
	}
	switch typ {
	case typeString:
		return event.Typed(event.Text, s.utf16Text(b), 0), true
	case typeANSI:
		return event.Typed(event.Text, s.ansiText(b), 0), true
	case typeInt8:
		return s.intValue(int64(int8(b[0]))), true
	case typeUint8:
		return s.uintValue(uint64(b[0])), true
	case typeInt16:
		return s.intValue(int64(int16(binary.LittleEndian.Uint16(b)))), true
	case typeUint16:
		return s.uintValue(uint64(binary.LittleEndian.Uint16(b))), true
	case typeInt32:
		return s.intValue(int64(int32(binary.LittleEndian.Uint32(b)))), true
	case typeUint32:
		return s.uintValue(uint64(binary.LittleEndian.Uint32(b))), true
	case typeInt64:
		return s.intValue(int64(binary.LittleEndian.Uint64(b))), true
	case typeUint64:
		return s.uintValue(binary.LittleEndian.Uint64(b)), true
	case typeReal32:
		return s.float(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), 32), true
	case typeReal64:
		return s.float(math.Float64frombits(binary.LittleEndian.Uint64(b)), 64), true
	case typeBool:
		return s.boolValue(uint64(binary.LittleEndian.Uint32(b))), true
	case typeGUID:
		return event.Typed(event.GUID, s.guid(b), 0), true
	case typeSizeT:
		return s.sizeValue(b)
	case typeHex32:
		return s.hexValue(uint64(binary.LittleEndian.Uint32(b))), true
	case typeHex64:
		return s.hexValue(binary.LittleEndian.Uint64(b)), true
	case typeFiletime:
		return s.filetime(binary.LittleEndian.Uint64(b)), true
	case typeSystemtime:
		return s.systemtime(b), true
	case typeSID:
		if len(b) >= 8 && b[0] == 1 && len(b) == 8+4*int(b[1]) {
			return event.Typed(event.SID, s.sid(b), 0), true
		}
	}
	return event.Value{}, false
}

func (s *slab) intValue(i int64) event.Value { return event.Typed(event.Int, s.signed(i), uint64(i)) }

func (s *slab) uintValue(u uint64) event.Value { return event.Typed(event.Uint, s.decimal(u), u) }

func (s *slab) hexValue(u uint64) event.Value { return event.Typed(event.Hex, s.hex(u), u) }

// resized decodes an integer that is not as wide as its type: a template may
// declare one width and the record carry another.
func (s *slab) resized(typ byte, b []byte) (event.Value, bool) {
	u, ok := unsigned(b)
	if !ok {
		return event.Value{}, false
	}
	switch typ {
	case typeHex32, typeHex64:
		return s.hexValue(u), true
	case typeUint8, typeUint16, typeUint32, typeUint64:
		return s.uintValue(u), true
	case typeInt8, typeInt16, typeInt32, typeInt64:
		unused := 64 - 8*len(b)
		return s.intValue(int64(u<<unused) >> unused), true
	case typeBool:
		return s.boolValue(u), true
	}
	return event.Value{}, false
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

// boolValue reads any number but zero as true: other values than 0 and 1 occur
// in real logs.
func (s *slab) boolValue(u uint64) event.Value {
	if u == 0 {
		return event.Typed(event.Bool, "false", 0)
	}
	return event.Typed(event.Bool, "true", 1)
}

// sizeValue reads a SizeT, which is as wide as the machine's pointers were.
// Windows shows it as hexadecimal.
func (s *slab) sizeValue(b []byte) (event.Value, bool) {
	u, ok := unsigned(b)
	if !ok {
		return event.Value{}, false
	}
	return s.hexValue(u), true
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
