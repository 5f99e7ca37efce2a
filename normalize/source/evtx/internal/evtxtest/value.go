package evtxtest

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Parse returns the value that text is as a type: string, ansi, uint8, uint16,
// uint32, uint64, int32, bool, hex32, hex64, size, guid, sid, time, binary, null.
func Parse(typ, text string) (Value, error) {
	le := binary.LittleEndian
	number := func(bits int) uint64 {
		n, _ := strconv.ParseUint(text, 0, bits)
		return n
	}
	switch typ {
	case "null":
		return Value{}, nil
	case "string":
		return Value{Type: String, Data: UTF16(text)}, nil
	case "ansi":
		return Value{Type: ANSI, Data: []byte(text)}, nil
	case "uint8":
		return Value{Type: Uint8, Data: []byte{byte(number(8))}}, nil
	case "uint16":
		return Value{Type: Uint16, Data: le.AppendUint16(nil, uint16(number(16)))}, nil
	case "uint32":
		return Value{Type: Uint32, Data: le.AppendUint32(nil, uint32(number(32)))}, nil
	case "uint64":
		return Value{Type: Uint64, Data: le.AppendUint64(nil, number(64))}, nil
	case "int32":
		n, err := strconv.ParseInt(text, 0, 32)
		return Value{Type: Int32, Data: le.AppendUint32(nil, uint32(n))}, err
	case "bool":
		b, err := strconv.ParseBool(text)
		v := Value{Type: Bool, Data: make([]byte, 4)}
		if b {
			v.Data[0] = 1
		}
		return v, err
	case "hex32":
		return Value{Type: Hex32, Data: le.AppendUint32(nil, uint32(number(32)))}, nil
	case "hex64":
		return Value{Type: Hex64, Data: le.AppendUint64(nil, number(64))}, nil
	case "size":
		return Value{Type: Size, Data: le.AppendUint64(nil, number(64))}, nil
	case "guid":
		return Value{Type: GUID, Data: guid(text)}, nil
	case "sid":
		return Value{Type: SID, Data: sid(text)}, nil
	case "time":
		t, err := time.Parse(time.RFC3339Nano, text)
		return Value{Type: FileTime, Data: le.AppendUint64(nil, fileTime(t))}, err
	case "binary":
		b, err := hex.DecodeString(text)
		return Value{Type: Binary, Data: b}, err
	}
	return Value{}, fmt.Errorf("unknown type %q", typ)
}

// sid returns the bytes of a SID such as S-1-5-18.
func sid(text string) []byte {
	parts := strings.Split(strings.TrimPrefix(text, "S-1-"), "-")
	b := []byte{1, byte(len(parts) - 1), 0, 0, 0, 0, 0, 0}
	for i, part := range parts {
		n, _ := strconv.ParseUint(part, 10, 48)
		if i == 0 {
			b[7] = byte(n)
		} else {
			b = binary.LittleEndian.AppendUint32(b, uint32(n))
		}
	}
	return b
}

// guid returns the bytes of a GUID, the first three groups of which are
// little-endian.
func guid(text string) []byte {
	b, err := hex.DecodeString(strings.NewReplacer("{", "", "}", "", "-", "").Replace(text))
	if err != nil || len(b) != 16 {
		return make([]byte, 16)
	}
	for _, swap := range [][2]int{{0, 3}, {1, 2}, {4, 5}, {6, 7}} {
		b[swap[0]], b[swap[1]] = b[swap[1]], b[swap[0]]
	}
	return b
}
