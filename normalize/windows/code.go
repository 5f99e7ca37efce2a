package windows

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// codeNames are the symbols of one of Windows' numberings of what went wrong.
type codeNames map[uint32]string

var (
	win32s     = sync.OnceValue(func() codeNames { return readCodes("win32.txt") })
	hresults   = sync.OnceValue(func() codeNames { return readCodes("hresult.txt") })
	ntstatuses = sync.OnceValue(func() codeNames { return readCodes("ntstatus.txt") })
)

// readCodes reads lines of a number and the names from there on.
func readCodes(file string) codeNames {
	text, err := data.ReadFile("data/codes/" + file)
	if err != nil {
		panic(fmt.Errorf("windows: %w", err))
	}
	names := make(codeNames, 1<<12)
	for line := range strings.Lines(string(text)) {
		if line[0] == '#' {
			continue
		}
		first, rest, _ := strings.Cut(line, " ")
		u, err := strconv.ParseUint(first, 0, 32)
		if err != nil {
			panic(fmt.Errorf("windows: %s: %w", file, err))
		}
		for name := range strings.FieldsSeq(rest) {
			names[uint32(u)] = name
			u++
		}
	}
	return names
}

// A naming gives codes of one kind their symbols; "" is none.
type naming func(uint32) string

func win32Name(u uint32) string { return win32s()[u] }

// hresultName knows HRESULTs, and what is packed in them: 0x8007xxxx is a Win32
// error, 0xDxxxxxxx an NTSTATUS (MS-ERREF 2.1).
func hresultName(u uint32) string {
	const ntBit = 1 << 28
	if name := hresults()[u]; name != "" {
		return name
	}
	if u>>16 == 0x8007 {
		return packed("HRESULT_FROM_WIN32", win32Name(u&0xffff))
	}
	if u>>31 == 1 && u&ntBit != 0 {
		return packed("HRESULT_FROM_NT", ntstatusName(u&^ntBit))
	}
	return ""
}

// ntstatusName knows NTSTATUS values, and the Win32 errors in them, 0xC007xxxx.
func ntstatusName(u uint32) string {
	if name := ntstatuses()[u]; name != "" {
		return name
	}
	if u>>16 == 0xC007 {
		return packed("NTSTATUS_FROM_WIN32", win32Name(u&0xffff))
	}
	return ""
}

func packed(how, name string) string {
	if name == "" {
		return ""
	}
	return how + "(" + name + ")"
}

// anyName is for codes of which no more is known than that they are one. The
// failures of the one kind are mostly none of the other.
func anyName(u uint32) string {
	switch u >> 30 {
	case 0, 1:
		return win32Name(u)
	case 2:
		return first(u, hresultName, ntstatusName)
	}
	return first(u, ntstatusName, hresultName)
}

// failureName is anyName for failures only: a low number may be anything.
func failureName(u uint32) string {
	if u>>31 == 0 {
		return ""
	}
	return anyName(u)
}

// exitName is for the exit status of processes: what ended them, or the error
// that they end with. Small numbers are each program's own.
func exitName(u uint32) string {
	switch {
	case u < 0x100:
		return ""
	case u < 0x10000:
		return win32Name(u)
	case u>>30 == 1:
		return ntstatusName(u)
	}
	return failureName(u)
}

func first(u uint32, a, b naming) string {
	if name := a(u); name != "" {
		return name
	}
	return b(u)
}

// codes are the meanings of codes that one naming knows.
type codes struct {
	name  naming
	known remembered
}

func (c *codes) meaning(u uint32) *event.Meaning {
	return c.known.of(uint64(u), func(uint64) *event.Meaning {
		if name := c.name(u); name != "" {
			return &event.Meaning{Code: fmt.Sprintf("0x%X", u), Text: name}
		}
		return nil
	})
}

// symbols leads the names of all codes back to them.
var symbols = sync.OnceValue(func() map[string]uint32 {
	all := map[string]uint32{}
	for _, names := range []codeNames{ntstatuses(), hresults(), win32s()} {
		for u, name := range names {
			all[name] = u
		}
	}
	return all
})

// codeOf reads a return code in any of the spellings that collectors use: 0x…,
// unsigned and signed decimal, or its symbol.
func codeOf(v event.Value) (uint32, bool) {
	if u, ok := v.Uint(); ok {
		return uint32(u), u>>32 == 0
	}
	if i, ok := v.Int(); ok {
		return uint32(i), i == int64(int32(i))
	}
	raw := v.Raw()
	switch {
	case v.Kind() != event.Text || raw == "":
		return 0, false
	case 'A' <= raw[0] && raw[0] <= 'Z' && strings.IndexByte(raw, '_') > 0:
		u, ok := symbols()[raw]
		return u, ok
	case raw[0] != '-' && (raw[0] < '0' || raw[0] > '9'):
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
