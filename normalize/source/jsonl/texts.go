package jsonl

import (
	"bytes"
	"errors"

	"github.com/rulehound/rulehound/normalize/event"
)

// Texts reads objects that stand inside other formats, as texts. It is not safe
// for concurrent use; NewTexts returns one.
type Texts struct{ s *scanner }

// NewTexts returns a Texts.
func NewTexts() *Texts { return &Texts{s: newScanner()} }

// Fields returns the fields of the object that text begins with. They own their
// memory.
func (t *Texts) Fields(text string) (event.Fields, error) {
	t.s.stays = false
	if t.s.names.Full() {
		t.s.forget()
	}
	if err := t.object([]byte(text)); err != nil {
		return nil, err
	}
	return t.s.Fields(), nil
}

// Sketch returns the object that text begins with, nil if none can be read. It is valid
// until the next call and for as long as text stays as it is; what Fields returned ends
// with the first one.
func (t *Texts) Sketch(text []byte) event.Sketch {
	t.s.recycle()
	t.s.stays = true
	if t.object(text) != nil {
		return nil
	}
	return t.s
}

// object looks through the object that text begins with.
func (t *Texts) object(text []byte) error {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return errors.New("no JSON object")
	}
	switch _, st := t.s.record(text); st {
	case done:
		return nil
	case short:
		return errors.New("cut off at the end")
	default:
		return t.s.why
	}
}
