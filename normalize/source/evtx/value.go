package evtx

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"github.com/rulehound/rulehound/normalize/event"
)

// The types of values, [MS-EVEN6] 2.2.12.
const (
	typeNull     = 0x00
	typeString   = 0x01
	typeANSI     = 0x02
	typeInt8     = 0x03
	typeUint8    = 0x04
	typeInt16    = 0x05
	typeUint16   = 0x06
	typeInt32    = 0x07
	typeUint32   = 0x08
	typeInt64    = 0x09
	typeUint64   = 0x0a
	typeReal32   = 0x0b
	typeReal64   = 0x0c
	typeBool     = 0x0d
	typeBinary   = 0x0e
	typeGUID     = 0x0f
	typeSize     = 0x10
	typeFileTime = 0x11
	typeSysTime  = 0x12
	typeSID      = 0x13
	typeHex32    = 0x14
	typeHex64    = 0x15
	typeXML      = 0x21
	typeArray    = 0x80 // a flag: several values of the type
	typeStrings  = typeArray | typeString
)

// decodeValues returns the values that b holds: one, unless typ is an array.
func decodeValues(typ uint8, b []byte) []event.Value {
	if typ == typeStrings {
		return stringValues(b)
	}
	size := sizes[typ&^typeArray]
	if typ&typeArray == 0 || size == 0 {
		return []event.Value{decodeValue(typ, b)}
	}
	var vs []event.Value
	for ; len(b) >= size; b = b[size:] {
		vs = append(vs, decodeValue(typ&^typeArray, b[:size]))
	}
	return vs
}

// sizes are the sizes of an array's items.
var sizes = map[uint8]int{
	typeInt8: 1, typeUint8: 1, typeInt16: 2, typeUint16: 2, typeInt32: 4, typeUint32: 4, typeInt64: 8, typeUint64: 8,
	typeReal32: 4, typeReal64: 8, typeBool: 4, typeGUID: 16, typeFileTime: 8, typeSysTime: 16, typeHex32: 4, typeHex64: 8,
}

// stringValues splits an array of strings, each of which ends with a NUL.
func stringValues(b []byte) []event.Value {
	var vs []event.Value
	for s := range strings.SplitSeq(strings.TrimSuffix(utf16Text(b), "\x00"), "\x00") {
		vs = append(vs, event.TextValue(s))
	}
	return vs
}

// decodeValue returns one value. Bytes that are not of their type are shown as
// binary: nothing is guessed, nothing is lost.
func decodeValue(typ uint8, b []byte) event.Value {
	switch typ {
	case typeANSI:
		return event.TextValue(ansiText(b))
	case typeUint8, typeUint16, typeUint32, typeUint64:
		if u, ok := unsigned(b); ok {
			return event.UintValue(u)
		}
	case typeInt8, typeInt16, typeInt32, typeInt64:
		if u, ok := unsigned(b); ok {
			unused := 64 - 8*len(b)
			return event.IntValue(int64(u<<unused) >> unused)
		}
	case typeSize, typeHex32, typeHex64:
		if u, ok := unsigned(b); ok {
			return event.HexValue(u)
		}
	case typeBool:
		if u, ok := unsigned(b); ok {
			return event.BoolValue(u != 0)
		}
	case typeReal32, typeReal64:
		if v, ok := realValue(b); ok {
			return v
		}
	case typeGUID:
		if len(b) == 16 {
			return guidValue(b)
		}
	case typeFileTime:
		if len(b) == 8 {
			return fileTimeValue(binary.LittleEndian.Uint64(b))
		}
	case typeSysTime:
		if len(b) == 16 {
			return sysTimeValue(b)
		}
	case typeSID:
		if v, ok := sidValue(b); ok {
			return v
		}
	}
	return event.BinaryValue(b)
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

func realValue(b []byte) (event.Value, bool) {
	switch u, _ := unsigned(b); len(b) {
	case 4:
		// In the shortest form that is exact for 32 bits.
		f := float64(math.Float32frombits(uint32(u)))
		return event.Parse(event.Float, strconv.FormatFloat(f, 'f', -1, 32))
	case 8:
		return event.FloatValue(math.Float64frombits(u)), true
	}
	return event.Value{}, false
}

func guidValue(b []byte) event.Value {
	text := fmt.Sprintf("{%08X-%04X-%04X-%X-%X}", binary.LittleEndian.Uint32(b), u16(b, 4), u16(b, 6), b[8:10], b[10:16])
	v, _ := event.Parse(event.GUID, text)
	return v
}

// sidValue reads revision, number of sub-authorities, authority (big endian)
// and sub-authorities, [MS-DTYP] 2.4.2.2.
func sidValue(b []byte) (event.Value, bool) {
	if len(b) < 8 || b[0] != 1 || len(b) != 8+4*int(b[1]) {
		return event.Value{}, false
	}
	authority := uint64(binary.BigEndian.Uint16(b[2:]))<<32 | uint64(binary.BigEndian.Uint32(b[4:]))
	text := "S-1-" + strconv.FormatUint(authority, 10)
	for sub := b[8:]; len(sub) > 0; sub = sub[4:] {
		text += "-" + strconv.FormatUint(uint64(binary.LittleEndian.Uint32(sub)), 10)
	}
	return event.Parse(event.SID, text)
}

// fileTimeValue reads units of 100 ns since 1601.
func fileTimeValue(u uint64) event.Value {
	const unix = 11_644_473_600 // seconds from 1601 to 1970
	t := time.Unix(int64(u/1e7)-unix, int64(u%1e7)*100).UTC()
	return event.TimeText(t.Format("2006-01-02T15:04:05.0000000Z"), t)
}

// sysTimeValue reads year, month, day of the week, day, hour, minute, second
// and milliseconds.
func sysTimeValue(b []byte) event.Value {
	year, month, day := u16(b, 0), time.Month(u16(b, 2)), u16(b, 6)
	t := time.Date(year, month, day, u16(b, 8), u16(b, 10), u16(b, 12), u16(b, 14)*1e6, time.UTC)
	return event.TimeText(t.Format("2006-01-02T15:04:05.000Z"), t)
}

func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// ansiText reads text of an unknown code page as the commonest one.
func ansiText(b []byte) string {
	text, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return strings.TrimRight(string(text), "\x00")
}
