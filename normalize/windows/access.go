package windows

import (
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// HasAccess reports whether events of class c say in AccessMask how something
// was accessed, and in ObjectServer and ObjectType what.
func HasAccess(c event.Class) bool {
	switch c.EventID {
	case 4656, 4661, 4662, 4663, 4674, 4691, 5140, 5145:
		return HasMessages(c)
	}
	return false
}

// Access returns what the bits of an access mask mean for an object of the given
// type, which server (Security, DS, SC Manager …) keeps: the texts of the messages
// in the event's AccessList. It is nil when one of the bits has no meaning.
func Access(server, object string, mask event.Value) *event.Meaning {
	u, ok := numberOf(mask)
	if !ok || u == 0 || u>>32 != 0 {
		return nil
	}
	tables := accessTables()
	for _, of := range [...]accessed{{server, object}, {server, ""}, {"", object}} {
		if t := tables[of]; t != nil {
			return t.meaning(u)
		}
	}
	return tables[accessed{}].meaning(u)
}

// accessed is a kind of object; no server or no type is any.
type accessed struct{ server, object string }

// accessTables are the bits of the kinds of objects; that of none in particular
// has those alone that all objects share (winnt.h).
var accessTables = sync.OnceValue(func() map[accessed]*flags {
	shared := &flags{}
	for bit, code := range map[uint32]string{
		1 << 16: "%%1537", 1 << 17: "%%1538", 1 << 18: "%%1539", 1 << 19: "%%1540", 1 << 20: "%%1541",
		1 << 24: "%%1542", 1 << 25: "%%1543",
	} {
		m, _ := Message(code)
		shared.names[bits.TrailingZeros32(bit)] = m.Text
	}
	tables := map[accessed]*flags{{}: shared}
	for _, row := range rows("access.csv") {
		first, err := strconv.ParseUint(row[2], 10, 32)
		if err != nil {
			panic("windows: access.csv: " + err.Error())
		}
		t := &flags{names: shared.names}
		for bit := range uint32(16) {
			if m := messages().byID[uint32(first)+bit]; m != nil {
				t.names[bit] = m.Text
			}
		}
		for object := range strings.SplitSeq(row[1], "|") {
			tables[accessed{row[0], object}] = t
		}
	}
	return tables
})
