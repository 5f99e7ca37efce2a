package normalize

import "bytes"

// told is what told the class of the last event of a view. The same texts in the
// same places tell the same class, so most events, which are like the last of their
// shape, need not be identified.
type told struct {
	texts []toldText
	hasID bool
	data  dataKind
}

type toldText struct {
	raw    []byte // its memory is used again
	quoted bool
}

// maxTold bounds what is kept of one text.
const maxTold = 256

// by reports whether the values of sk at the given places are those.
func (t *told) by(sk *arranged, places []int32) bool {
	if len(t.texts) != len(places) {
		return false
	}
	for i, at := range places {
		raw, quoted := sk.raw(at)
		if k := &t.texts[i]; k.quoted != quoted || !bytes.Equal(k.raw, raw) {
			return false
		}
	}
	return true
}

// learn remembers those values, unless one of them is too long.
func (t *told) learn(sk *arranged, places []int32) {
	texts := t.texts[:0]
	for i, at := range places {
		raw, quoted := sk.raw(at)
		if len(raw) > maxTold {
			t.texts = texts[:0]
			return
		}
		if i == cap(texts) {
			texts = append(texts, toldText{})
		}
		texts = texts[:i+1]
		texts[i] = toldText{append(texts[i].raw[:0], raw...), quoted}
	}
	t.texts = texts
}
