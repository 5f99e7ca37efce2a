package jsonl

import (
	"errors"

	"github.com/rulehound/rulehound/normalize/event"
)

// Decoder reads objects that stand inside other formats, as texts. It is not
// safe for concurrent use; NewDecoder returns one.
type Decoder struct{ s *scanner }

// NewDecoder returns a Decoder.
func NewDecoder() *Decoder { return &Decoder{s: newScanner()} }

// Fields returns the fields of the object that text begins with.
func (d *Decoder) Fields(text string) (event.Fields, error) {
	b := trimBlanks([]byte(text))
	if len(b) == 0 || b[0] != '{' {
		return nil, errors.New("no JSON object")
	}
	switch _, st := d.s.record(b); st {
	case done:
		return d.s.fields(b), nil
	case short:
		return nil, errors.New("cut off at the end")
	default:
		return nil, d.s.why
	}
}

func trimBlanks(b []byte) []byte {
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	return b
}
