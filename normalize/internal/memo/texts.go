package memo

import "bytes"

// Texts are values of a field, as they stood in records, of which something was found.
// Logs repeat themselves: most fields have one of a few values. Each has one place, and
// drives out what is there.
type Texts [16]text

type text struct {
	raw    []byte // its memory is used again
	quoted bool
}

// maxText bounds what is kept of one value.
const maxText = 256

// at returns the place of a value, which is not empty.
func (d *Texts) at(raw []byte) *text {
	return &d[spread(raw)%len(d)]
}

// Has reports whether a value is one of them, or empty. A nil Texts has no other.
func (d *Texts) Has(raw []byte, quoted bool) bool {
	if len(raw) == 0 {
		return true
	}
	if d == nil {
		return false
	}
	k := d.at(raw)
	return k.quoted == quoted && bytes.Equal(k.raw, raw)
}

// Add remembers a value, unless it is too long.
func (d *Texts) Add(raw []byte, quoted bool) {
	if len(raw) <= maxText {
		k := d.at(raw)
		*k = text{append(k.raw[:0], raw...), quoted}
	}
}
