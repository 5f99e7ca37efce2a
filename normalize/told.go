package normalize

import "encoding/binary"

// told is what told the class of the last event of a view. The same texts in the
// same places tell the same class, so most events, which are like the last of their
// shape, need not be identified.
type told struct {
	values  []byte // one behind the other, as appendRaw has them; their memory is used again
	telling uint32 // which of the worker's it was
	known   bool
	hasID   bool
	data    dataKind
}

// maxTold bounds what is kept of one text.
const maxTold = 256

// by reports whether the values of sk at the given places are those.
func (t *told) by(sk *arranged, places []int32) bool {
	rest := t.values
	for _, at := range places {
		raw, quoted := sk.raw(at)
		end := rawHead + len(raw)
		if len(rest) < end || binary.LittleEndian.Uint32(rest) != headOf(raw, quoted) || string(rest[rawHead:end]) != string(raw) {
			return false
		}
		rest = rest[end:]
	}
	return t.known
}

// learn remembers those values, unless one of them is too long.
func (t *told) learn(sk *arranged, places []int32, telling uint32) {
	t.values, t.telling, t.known = t.values[:0], telling, false
	for _, at := range places {
		if raw, _ := sk.raw(at); len(raw) > maxTold {
			return
		}
		t.values = appendRaw(t.values, sk, at)
	}
	t.known = true
}
