package windows

import (
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

type codeTable struct {
	byNumber map[uint32]*event.Meaning
	bySymbol map[string]*event.Meaning
}

var returnCodes = sync.OnceValue(func() *codeTable {
	t := &codeTable{byNumber: map[uint32]*event.Meaning{}, bySymbol: map[string]*event.Meaning{}}
	for _, row := range rows("return-codes.csv") {
		u, err := strconv.ParseUint(row[0], 0, 32)
		if err != nil {
			panic(err)
		}
		m := &event.Meaning{Code: row[0], Text: row[1]}
		t.byNumber[uint32(u)] = m
		t.bySymbol[row[1]] = m
	}
	return t
})

// ReturnCode returns the meaning of a Win32, HRESULT or NTSTATUS code: its
// usual spelling and its symbol, 0x80090016 and NTE_BAD_KEYSET.
func ReturnCode(u uint32) (*event.Meaning, bool) {
	m, ok := returnCodes().byNumber[u]
	return m, ok
}

// codeOf reads a return code in any of the spellings that collectors use: 0x…,
// unsigned and signed decimal.
func codeOf(v event.Value) (uint32, bool) {
	if u, ok := v.Uint(); ok {
		return uint32(u), u>>32 == 0
	}
	if i, ok := v.Int(); ok {
		return uint32(i), i == int64(int32(i))
	}
	raw := v.Raw()
	if v.Kind() != event.Text || raw == "" || raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return 0, false
	}
	if i, err := strconv.ParseInt(raw, 10, 32); err == nil {
		return uint32(i), true
	}
	raw = strings.TrimPrefix(strings.TrimPrefix(raw, "0x"), "0X")
	base := 10
	if len(raw) < len(v.Raw()) {
		base = 16
	}
	u, err := strconv.ParseUint(raw, base, 32)
	return uint32(u), err == nil
}
