package alert

import (
	"bytes"
	"encoding/binary"
)

// repeats are the long texts of an event's JSON. Where what matched says one of them
// again, a [Sheet] says where it stands.
type repeats struct {
	start int // of the event's JSON
	texts []repeat
}

type repeat struct {
	text     string
	from, to int // where it stands, quoted
}

const (
	leastRepeat = 64 // bytes
	// A repeat is this byte, which no JSON has, from and to.
	repeated   = 0
	repeatSize = 1 + 4 + 4
)

// begin begins with the event whose JSON starts at start.
func (r *repeats) begin(start int) {
	clear(r.texts)
	r.start, r.texts = start, r.texts[:0]
}

// note notes that text stands at b's end, from start on. A nil r notes nothing.
func (r *repeats) note(b []byte, start int, text string) {
	if r != nil && len(text) >= leastRepeat {
		r.texts = append(r.texts, repeat{text, start - r.start, len(b) - r.start})
	}
}

// appendQuoted appends s as a JSON string, or as a repeat.
func (r *repeats) appendQuoted(b []byte, s string) []byte {
	if r != nil && len(s) >= leastRepeat {
		for _, known := range r.texts {
			if known.text == s { // mostly it is the same text
				b = binary.LittleEndian.AppendUint32(append(b, repeated), uint32(known.from))
				return binary.LittleEndian.AppendUint32(b, uint32(known.to))
			}
		}
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
