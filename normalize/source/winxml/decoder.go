package winxml

import (
	"errors"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// errNoEvent says that a text holds no event and no part of one.
var errNoEvent = errors.New("no Event, EventData or UserData in it")

// Decoder reads events that stand inside other formats, as texts. It is not safe
// for concurrent use; NewDecoder returns one.
type Decoder struct {
	s    *scanner
	read int64 // bytes before the text at hand
}

// NewDecoder returns a Decoder.
func NewDecoder() *Decoder { return &Decoder{s: newScanner()} }

// Fields returns the fields of the first event in text, which may be an
// <EventData> or <UserData> element alone. What stands around it, a log header
// say, does not matter. An event that is cut off gives those of its fields that
// are complete, and an error beside them.
func (d *Decoder) Fields(text string) (event.Fields, error) {
	var b []byte
	if i := indexElement(text, "Event"); i >= 0 {
		b = []byte(text[i:])
	} else if i := max(indexElement(text, "EventData"), indexElement(text, "UserData")); i >= 0 {
		text = text[i:]
		if end := strings.LastIndex(text, "Data>"); end >= 0 { // without the ends of what stands around it
			text = text[:end+len("Data>")]
		}
		b = []byte("<Event>" + text + "</Event>")
	} else {
		return nil, errNoEvent
	}
	_, st := d.s.event(b, d.read)
	d.read += int64(len(b))
	switch st {
	case done:
		return d.s.fields(b), nil
	case short:
		return d.s.fields(b), errors.New("cut off at the end")
	default:
		return nil, d.s.why
	}
}

// Contains reports whether text seems to hold an event or a part of one.
func Contains(text string) bool {
	return strings.Contains(text, "<Event") || strings.Contains(text, "<UserData")
}

// indexElement returns the index of the first start tag of the named element, or -1.
func indexElement(text, name string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], "<"+name)
		if i < 0 {
			return -1
		}
		from += i + 1 + len(name)
		if from < len(text) && strings.IndexByte(" \t\r\n/>", text[from]) >= 0 {
			return from - 1 - len(name)
		}
	}
}
