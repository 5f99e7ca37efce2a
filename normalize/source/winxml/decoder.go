package winxml

import (
	"bytes"
	"errors"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// errNoEvent says that a text holds no event and no part of one.
var errNoEvent = errors.New("no Event, EventData or UserData in it")

// Decoder reads events that stand inside other formats, as texts. It is not safe
// for concurrent use; NewDecoder returns one.
type Decoder struct {
	s      *scanner
	sketch sketch
	read   int64  // bytes before the text at hand
	made   []byte // memory for events that are made of their data
}

// NewDecoder returns a Decoder.
func NewDecoder() *Decoder { return &Decoder{s: newScanner()} }

// Fields returns the fields of the first event in text, which may be an
// <EventData> or <UserData> element alone. What stands around it, a log header
// say, does not matter. An event that is cut off gives those of its fields that
// are complete, and an error beside them.
func (d *Decoder) Fields(text string) (event.Fields, error) {
	b := d.eventIn([]byte(text))
	if b == nil {
		return nil, errNoEvent
	}
	switch st := d.event(b); st {
	case done:
		return d.s.fields(b), nil
	case short:
		return d.s.fields(b), errors.New("cut off at the end")
	default:
		return nil, d.s.why
	}
}

// event reads the event that b begins with.
func (d *Decoder) event(b []byte) status {
	if d.s.names.Full() {
		d.s.forget()
	}
	_, st := d.s.event(b, d.read)
	d.read += int64(len(b))
	return st
}

// eventIn returns text from where its event begins, an event made of its data where there is
// only that, and nil where there is neither. It is valid until the next call.
func (d *Decoder) eventIn(text []byte) []byte {
	if i := indexElement(text, "Event"); i >= 0 {
		return text[i:]
	}
	i := max(indexElement(text, "EventData"), indexElement(text, "UserData"))
	if i < 0 {
		return nil
	}
	text = text[i:]
	if end := bytes.LastIndex(text, []byte("Data>")); end >= 0 { // without the ends of what stands around it
		text = text[:end+len("Data>")]
	}
	d.made = append(append(append(d.made[:0], "<Event>"...), text...), "</Event>"...)
	return d.made
}

// Contains reports whether text seems to hold an event or a part of one.
func Contains(text string) bool {
	return strings.Contains(text, "<Event") || strings.Contains(text, "<UserData")
}

// indexElement returns the index of the first start tag of the named element, or -1.
func indexElement(text []byte, name string) int {
	tag := []byte("<" + name)
	for from := 0; ; {
		i := bytes.Index(text[from:], tag)
		if i < 0 {
			return -1
		}
		from += i + 1 + len(name)
		if from < len(text) && strings.IndexByte(" \t\r\n/>", text[from]) >= 0 {
			return from - 1 - len(name)
		}
	}
}
