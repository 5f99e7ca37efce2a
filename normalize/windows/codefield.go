package windows

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// The kinds of codes, as code-fields.csv calls them.
var (
	failureCodes = &codes{name: failureName}

	codeKinds = map[string]*codes{
		"any":      {name: anyName},
		"failure":  failureCodes,
		"win32":    {name: win32Name},
		"hresult":  {name: hresultName},
		"ntstatus": {name: ntstatusName},
		"exit":     {name: exitName},
	}
)

// codeField is a field that holds codes in some events; no id is all events of
// the provider.
type codeField struct {
	provider string // in lower case
	id       uint32
	field    string // in lower case
}

var codeFields = sync.OnceValue(func() map[codeField]*codes {
	fields := map[codeField]*codes{}
	for _, row := range rows("code-fields.csv") {
		kind := codeKinds[row[0]]
		if kind == nil {
			panic("windows: code-fields.csv: no kind " + row[0])
		}
		ids := strings.Fields(row[2])
		if len(ids) == 0 {
			ids = []string{"0"}
		}
		for _, text := range ids {
			id, err := strconv.ParseUint(text, 10, 32)
			if err != nil {
				panic("windows: code-fields.csv: " + err.Error())
			}
			for field := range strings.SplitSeq(row[3], "|") {
				fields[codeField{strings.ToLower(row[1]), uint32(id), strings.ToLower(field)}] = kind
			}
		}
	}
	return fields
})

// codeReadings are the fields that hold codes in some events.
var codeReadings = sync.OnceValue(func() []fieldReading {
	var names []string
	for at := range codeFields() {
		names = append(names, at.field)
	}
	slices.Sort(names)
	var all []fieldReading
	for _, field := range slices.Compact(names) {
		all = append(all, fieldReading{field, codesIn(field)})
	}
	return all
})

// codesIn returns how to read codes in the named field: as the event says, and
// elsewhere as failures only, because the low ones mean other things there
// (Status 0x5 of a Kerberos event is no Win32 error).
func codesIn(field string) Reading {
	field = strings.ToLower(field)
	return func(c event.Class, v event.Value) *event.Meaning {
		u, ok := codeOf(v)
		if !ok {
			return nil
		}
		at := codeField{c.Provider, c.EventID, field}
		if c.Provider == "" && HasMessages(c) {
			at.provider = security
		}
		kind := codeFields()[at]
		if kind == nil {
			at.id = 0
			kind = codeFields()[at]
		}
		if kind == nil {
			kind = failureCodes
		}
		return kind.meaning(u)
	}
}

const security = "microsoft-windows-security-auditing"

// serviceError reads what the Service Control Manager logs as %%nnnn: a Win32
// error.
func serviceError(c event.Class, raw string) *event.Meaning {
	if c.Provider != serviceManager {
		return nil
	}
	id, n, ok := messageID(raw)
	if !ok || n != len(raw) {
		return nil
	}
	return serviceErrors.of(uint64(id), func(uint64) *event.Meaning {
		if name := win32Name(id); name != "" {
			return &event.Meaning{Code: "%%" + strconv.FormatUint(uint64(id), 10), Text: name}
		}
		return nil
	})
}

const serviceManager = "service control manager"

var serviceErrors remembered
