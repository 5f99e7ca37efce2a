package windows

import (
	"crypto/sha1" // as Windows makes these SIDs
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/rulehound/rulehound/normalize/event"
)

// virtualAccounts yields the SIDs and names of well-known services and application
// pools.
func virtualAccounts(yield func(sid, name string) bool) {
	for _, row := range rows("services.csv") {
		for name := range strings.FieldsSeq(row[1]) {
			name = strings.ReplaceAll(name, "|", " ")
			if !yield(virtualSID(row[0], name), row[0]+`\`+name) {
				return
			}
		}
	}
}

// virtualSID is the SID of a service or an application pool: Windows makes it of
// the name.
func virtualSID(authority, name string) string {
	base := 80
	if authority == "IIS APPPOOL" {
		base, name = 82, strings.ToLower(name)
	} else {
		name = strings.ToUpper(name)
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(name)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	hash := sha1.Sum(b)
	sid := fmt.Sprintf("S-1-5-%d", base)
	for i := 0; i < len(hash); i += 4 {
		sid += fmt.Sprintf("-%d", binary.LittleEndian.Uint32(hash[i:]))
	}
	return sid
}

// sessionName names the accounts that a session has of its own: its window
// manager, S-1-5-90-0-n, and its font driver, S-1-5-96-0-n.
func sessionName(sid string) *event.Meaning {
	for i := range sessionAccounts {
		a := &sessionAccounts[i]
		n, ok := strings.CutPrefix(sid, a.prefix)
		if !ok {
			continue
		}
		session, ok := numberOf(event.TextValue(n))
		if !ok || session >= 1<<32 {
			return nil
		}
		return a.known.of(session, func(u uint64) *event.Meaning {
			return &event.Meaning{Code: fmt.Sprintf("%s%d", a.prefix, u), Text: fmt.Sprintf("%s%d", a.name, u)}
		})
	}
	return nil
}

var sessionAccounts = [...]struct {
	prefix, name string
	known        remembered
}{
	{prefix: "S-1-5-90-0-", name: `Window Manager\DWM-`},
	{prefix: "S-1-5-96-0-", name: `Font Driver Host\UMFD-`},
}
