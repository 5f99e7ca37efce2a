package alert

import (
	"bytes"
	"encoding/binary"
)

// repeats are the long texts of JSON so far. One that comes again, as what matched and as
// a value of the event, is not quoted again; where what matched says it again, a [Sheet]
// says where it stands.
type repeats struct {
	start  int // of the JSON in its memory
	texts  []repeat
	places bool // what matched says where it stands
}

type repeat struct {
	text     string
	from, to int // where it stands, quoted
}

const (
	leastRepeat = 64 // bytes
	maxRepeats  = 64 // bounds how many texts are remembered, each of which is compared with others
	// A repeat is this byte, which no JSON has, from and to.
	repeated   = 0
	repeatSize = 1 + 4 + 4
)

// begin begins with the JSON that starts at start.
func (r *repeats) begin(start int, places bool) {
	clear(r.texts)
	r.start, r.texts, r.places = start, r.texts[:0], places
}

// forget keeps no text.
func (r *repeats) forget() { r.begin(0, false) }

// find returns where s stands, nil where it does not.
func (r *repeats) find(s string) *repeat {
	if r != nil && len(s) >= leastRepeat {
		for i := range r.texts {
			if r.texts[i].text == s { // mostly it is the same text
				return &r.texts[i]
			}
		}
	}
	return nil
}

// appendQuoted appends s as a JSON string. A nil r remembers nothing.
func (r *repeats) appendQuoted(b []byte, s string) []byte {
	if known := r.find(s); known != nil {
		return append(b, b[r.start+known.from:r.start+known.to]...)
	}
	from := len(b)
	b = appendQuoted(b, s)
	if r != nil && len(s) >= leastRepeat && len(r.texts) < maxRepeats {
		r.texts = append(r.texts, repeat{s, from - r.start, len(b) - r.start})
	}
	return b
}

// appendMatched is appendQuoted of what matched.
func (r *repeats) appendMatched(b []byte, s string) []byte {
	if r == nil || !r.places {
		return r.appendQuoted(b, s)
	}
	if known := r.find(s); known != nil {
		b = binary.LittleEndian.AppendUint32(append(b, repeated), uint32(known.from))
		return binary.LittleEndian.AppendUint32(b, uint32(known.to))
	}
	return appendQuoted(b, s)
}

// appendRepeated appends text with its repeats, which stand in event. It is false if one
// of them does not.
func appendRepeated(b, text, event []byte) ([]byte, bool) {
	for {
		i := bytes.IndexByte(text, repeated)
		if i < 0 {
			return append(b, text...), true
		}
		if len(text) < i+repeatSize {
			return b, false
		}
		from, to := binary.LittleEndian.Uint32(text[i+1:]), binary.LittleEndian.Uint32(text[i+5:])
		if from > to || int64(to) > int64(len(event)) {
			return b, false
		}
		b = append(append(b, text[:i]...), event[from:to]...)
		text = text[i+repeatSize:]
	}
}
