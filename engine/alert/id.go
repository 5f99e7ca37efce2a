package alert

import (
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
	var b []byte
	b = appendText(b, ev.Channel)
	b = appendText(b, ev.Provider)
	b = appendText(b, ev.Computer)
	b = binary.AppendUvarint(b, uint64(ev.EventID))
	b = append(b, flag(ev.HasEventID), ev.Version)
	b = binary.AppendUvarint(b, ev.RecordID)
	if !ev.Time.IsZero() {
		b = binary.AppendVarint(b, ev.Time.UnixNano())
	}
	for _, f := range sorted(ev.Fields) {
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

// sorted returns the fields by section, name and path; the values of one field
// keep their order.
func sorted(fs event.Fields) event.Fields {
	fs = slices.Clone(fs)
	slices.SortStableFunc(fs, func(a, b event.Field) int {
		if a.Section != b.Section {
			return int(a.Section) - int(b.Section)
		}
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return strings.Compare(a.Path, b.Path)
	})
	return fs
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
