package alert

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Fingerprint is a digest of an event's content: its identity and all of its
// fields as the source wrote them. Where the event was read from and the order
// of its fields do not count.
type Fingerprint [sha256.Size]byte

// Sum returns the fingerprint of ev.
func Sum(ev *event.Event) Fingerprint {
	b := make([]byte, 0, 4096)
	b = appendText(b, ev.Channel)
	b = appendText(b, ev.Provider)
	b = appendText(b, ev.Computer)
	b = binary.AppendUvarint(b, uint64(ev.EventID))
	b = append(b, flag(ev.HasEventID), ev.Version)
	b = binary.AppendUvarint(b, ev.RecordID)
	if !ev.Time.IsZero() && !ev.TimeAssumed { // a zone is assumed for a run, not for an event
		b = binary.AppendVarint(b, ev.Time.UnixNano())
	}
	for _, i := range sorted(ev.Fields) {
		f := &ev.Fields[i]
		if f.Section == event.Derived { // depends on the rules
			continue
		}
		b = append(b, byte(f.Section))
		b = appendText(b, f.Name)
		b = appendText(b, f.Path)
		b = append(b, flag(f.Value.IsNull()))
		b = appendText(b, f.Value.Raw())
	}
	return sha256.Sum256(b)
}

// ID returns the id of the alert that a rule, known by the SHA-256 of its text,
// raises on the event with fingerprint f.
func ID(ruleSHA256 string, f Fingerprint) string {
	sum := sha256.Sum256(append([]byte(ruleSHA256), f[:]...))
	return hex.EncodeToString(sum[:16])
}

// sorted returns the places of the fields by section, name and path; the values
// of one field keep their order.
func sorted(fs event.Fields) []int {
	places := make([]int, len(fs))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(i, j int) int {
		a, b := &fs[i], &fs[j]
		return cmp.Or(cmp.Compare(a.Section, b.Section), strings.Compare(a.Name, b.Name), strings.Compare(a.Path, b.Path), i-j)
	})
	return places
}

// appendText writes the length first, so that no two lists of texts look alike.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}
