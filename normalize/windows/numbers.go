package windows

import (
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// numbers is what the numbers of some field mean. A name alone leads back to its
// number.
type numbers struct {
	byNumber map[uint64]*event.Meaning
	byName   map[string]*event.Meaning // in lower case
}

// numberTables is by the name of the table.
var numberTables = sync.OnceValue(func() map[string]*numbers {
	tables := map[string]*numbers{}
	for _, row := range rows("numbers.csv") {
		t := tables[row[0]]
		if t == nil {
			t = &numbers{map[uint64]*event.Meaning{}, map[string]*event.Meaning{}}
			tables[row[0]] = t
		}
		u, err := strconv.ParseUint(row[1], 0, 64)
		if err != nil {
			panic(err)
		}
		m := &event.Meaning{Code: row[1], Text: row[2]}
		t.byNumber[u] = m
		t.byName[strings.ToLower(row[2])] = m
	}
	return tables
})

// inTable returns how to read the fields of a table, in the events of Security
// with the given ids alone; no ids are all of them.
func inTable(table string, ids ...uint32) func(event.Class, event.Value) *event.Meaning {
	return func(c event.Class, v event.Value) *event.Meaning {
		if !HasMessages(c) || !among(ids, c.EventID) {
			return nil
		}
		t := numberTables()[table]
		if u, ok := numberOf(v); ok {
			return t.byNumber[u]
		}
		if raw := v.Raw(); v.Kind() == event.Text && len(raw) < 64 {
			return t.byName[strings.ToLower(raw)]
		}
		return nil
	}
}

func among(ids []uint32, id uint32) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return len(ids) == 0
}

// numberOf reads a number, or a text that is one.
func numberOf(v event.Value) (uint64, bool) {
	if u, ok := v.Uint(); ok {
		return u, true
	}
	raw := v.Raw()
	if v.Kind() != event.Text || raw == "" || raw[0] < '0' || raw[0] > '9' {
		return 0, false
	}
	u, err := strconv.ParseUint(raw, 0, 64)
	return u, err == nil
}

// sidName gives a well-known SID the name that Windows shows for it, and such a
// name its SID.
func sidName(_ event.Class, v event.Value) *event.Meaning {
	raw := v.Raw()
	if m := wellKnownSIDs().bySID[raw]; m != nil {
		return m
	}
	if strings.HasPrefix(raw, "S-1-") {
		return sessionName(raw)
	}
	if v.Kind() != event.Text || len(raw) < 4 {
		return nil
	}
	sid, _ := WellKnownSID(raw)
	return wellKnownSIDs().bySID[sid]
}

// sidOnly is sidName for fields that also hold other names.
func sidOnly(c event.Class, v event.Value) *event.Meaning {
	if !strings.HasPrefix(v.Raw(), "S-1-") {
		return nil
	}
	return sidName(c, v)
}
