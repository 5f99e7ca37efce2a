package jsonl

import (
	"errors"
	"strings"

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
	text = strings.TrimLeft(text, " \t\r\n")
	if !strings.HasPrefix(text, "{") {
		return nil, errors.New("no JSON object")
	}
	if t.s.names.Full() {
		t.s.forget()
	}
	switch _, st := t.s.record([]byte(text)); st {
	case done:
		return t.s.Fields(), nil
	case short:
		return nil, errors.New("cut off at the end")
	default:
		return nil, t.s.why
	}
}
