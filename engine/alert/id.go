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
func Sum(ev *event.Event) Fingerprint { return new(Digester).Sum(ev) }

// Digester makes fingerprints of many events, mostly alike, in memory that it
// uses again. The zero Digester is ready for use; it is not safe for concurrent use.
type Digester struct {
	text   []byte
	places [1 << namingBits][]int // the orders of the fields of the last events, by naming
}

// Sum returns the fingerprint of ev.
func (d *Digester) Sum(ev *event.Event) Fingerprint {
	b := d.text[:0]
	b = appendText(b, ev.Channel)
	b = appendText(b, ev.Provider)
	b = appendText(b, ev.Computer)
	b = binary.AppendUvarint(b, uint64(ev.EventID))
	b = append(b, flag(ev.HasEventID), ev.Version)
	b = binary.AppendUvarint(b, ev.RecordID)
	if !ev.Time.IsZero() && !ev.TimeAssumed { // a zone is assumed for a run, not for an event
		b = binary.AppendVarint(b, ev.Time.UnixNano())
	}
	for _, i := range d.sorted(ev.Fields) {
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
	if d.text = b; cap(b) > maxDigest {
		d.text = nil
	}
	return sha256.Sum256(b)
}

// maxDigest bounds the memory that a Digester keeps.
const maxDigest = 1 << 20

// ID returns the id of the alert that a rule, known by the SHA-256 of its text,
// raises on the event with fingerprint f.
func ID(ruleSHA256 string, f Fingerprint) string {
	var room [128]byte
	sum := sha256.Sum256(append(append(room[:0], ruleSHA256...), f[:]...))
	return string(hex.AppendEncode(room[:0], sum[:16]))
}

// sorted returns the places of the fields by section, name and path; the values
// of one field keep their order.
func (d *Digester) sorted(fs event.Fields) []int {
	order := func(i, j int) int {
		a, b := &fs[i], &fs[j]
		if a.Section != b.Section {
			return cmp.Compare(a.Section, b.Section)
		}
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return cmp.Or(strings.Compare(a.Path, b.Path), i-j)
	}
	last := &d.places[naming(fs)]
	// Fast path: events of a class mostly have the same fields in the same order.
	if len(*last) == len(fs) && slices.IsSortedFunc(*last, order) {
		return *last
	}
	*last = (*last)[:0]
	for i := range fs {
		*last = append(*last, i)
	}
	slices.SortFunc(*last, order)
	return *last
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
