package evtx

import "github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"

// What values are to a layout: kinds that matter are types, and these.
const (
	kindEmpty = 0x7f // no bytes where that is no value
	kindOther = 0x7e // arrays and unknown types
)

// kinds are the kinds of types, of values with bytes and of those without.
var kinds = func() (k [2][256]byte) {
	for typ := range 256 {
		k[0][typ], k[1][typ] = kindOther, kindOther
		switch typ {
		case wintype.Null, wintype.String, wintype.ANSI, wintype.Binary, wintype.BinXML:
			k[0][typ], k[1][typ] = byte(typ), byte(typ)
		default:
			if typ <= wintype.Hex64 {
				k[0][typ], k[1][typ] = byte(typ), kindEmpty
			}
		}
	}
	return k
}()

func kindOf(typ byte, size uint16) byte {
	if size == 0 {
		return kinds[1][typ]
	}
	return kinds[0][typ]
}
