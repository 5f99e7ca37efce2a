package windows

import (
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// WellKnownSID returns the SID of one of Windows' own accounts by the name that
// Windows shows for it, with or without its authority. A person who is called
// like one in a domain is not meant.
func WellKnownSID(name string) (string, bool) {
	account, domain := splitName(name, "")
	if !wellKnown().authorities[domain] && !wellKnownSIDs().authorities[domain] {
		return "", false
	}
	switch wellKnown().class[account] {
	case System:
		return "S-1-5-18", true
	case LocalService:
		return "S-1-5-19", true
	case NetworkService:
		return "S-1-5-20", true
	case Anonymous:
		return "S-1-5-7", true
	}
	sid, ok := wellKnownSIDs().byName[account]
	return sid, ok
}

// SIDName returns the name of a well-known SID, in English.
func SIDName(sid string) (string, bool) {
	if m := wellKnownSIDs().bySID[sid]; m != nil {
		return m.Text, true
	}
	return "", false
}

type sidNames struct {
	bySID       map[string]*event.Meaning
	byName      map[string]string
	authorities map[string]bool
}

var wellKnownSIDs = sync.OnceValue(func() *sidNames {
	t := &sidNames{map[string]*event.Meaning{}, map[string]string{}, map[string]bool{}}
	learn := func(sid, name string) {
		t.bySID[sid] = &event.Meaning{Code: sid, Text: name}
		if authority, account, ok := strings.Cut(name, `\`); ok {
			t.authorities[fold(authority)] = true
			name = account
		}
		t.byName[fold(name)] = sid
	}
	for _, row := range rows("sids.csv") {
		learn(row[0], row[1])
	}
	for sid, name := range virtualAccounts {
		t.bySID[sid] = &event.Meaning{Code: sid, Text: name}
	}
	return t
})
