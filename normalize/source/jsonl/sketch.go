package jsonl

import "github.com/rulehound/rulehound/normalize/event"

// Labels implements [event.Sketch], as do the next methods.
func (s *scanner) Labels() []*event.Label { return s.labels }

func (s *scanner) Shape() uint64 { return s.shape }

func (s *scanner) Text() ([]byte, bool) { return s.b, s.plain && !s.news.mayFold(s.b) }

func (s *scanner) Precedents() event.Precedents { return s.news.Precedents }

func (s *scanner) Raw(i int) ([]byte, bool) {
	at := &s.spans[i]
	return s.b[at.from:at.to], at.form&text == text
}

func (s *scanner) Fields() event.Fields {
	if len(s.spans) == 0 {
		return nil
	}
	n := len(s.spans)
	list := s.fields.Room(n, max(n, usualFields))[:n]
	for i, l := range s.labels {
		f := &list[i]
		*f = event.Field{Name: l.Name, Path: l.Path, Value: s.Value(i)}
	}
	return s.fields.Keep(list)
}

func (s *scanner) Value(i int) event.Value {
	at := &s.spans[i]
	raw := s.b[at.from:at.to]
	switch at.form &^ (escaped | coded | veiled) {
	case text:
		if at.form&escaped != 0 && len(raw) >= longText {
			return event.TextValue(s.unescapeOnce(at.from, raw))
		}
		return event.TextValue(s.text(raw, at.form))
	case number:
		return s.number(raw)
	case yes:
		return valueYes
	case no:
		return valueNo
	}
	return event.Value{}
}

var (
	valueYes = event.BoolValue(true)
	valueNo  = event.BoolValue(false)
)
