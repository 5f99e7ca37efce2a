package jsonl

import "github.com/rulehound/rulehound/normalize/event"

var (
	valueYes = event.BoolValue(true)
	valueNo  = event.BoolValue(false)
)

// fields turns the spans of record b into fields that own their memory: one
// text for all values, one list.
func (s *scanner) fields(b []byte) event.Fields {
	if len(s.spans) == 0 {
		return nil
	}
	text := s.texts(b)
	fields := make(event.Fields, len(s.spans))
	from := 0
	for i := range s.spans {
		sp, f := &s.spans[i], &fields[i]
		f.Name, f.Path = sp.name.Name, sp.name.Path
		f.Value = sp.value(text[from:s.ends[i]])
		from = s.ends[i]
	}
	return fields
}

// texts returns the decoded texts of all spans in one string; s.ends says where each one ends.
func (s *scanner) texts(b []byte) string {
	s.scratch, s.ends = s.scratch[:0], s.ends[:0]
	for i := range s.spans {
		sp := &s.spans[i]
		if raw := b[sp.from:sp.to]; sp.form == escaped || sp.form == foreign {
			s.scratch = decode(s.scratch, raw)
		} else {
			s.scratch = append(s.scratch, raw...)
		}
		s.ends = append(s.ends, len(s.scratch))
	}
	return string(s.scratch)
}

// value returns the value whose text is raw.
func (sp *span) value(raw string) event.Value {
	switch sp.form {
	case integer:
		if v, ok := event.Parse(event.Int, raw); ok {
			return v
		}
		if v, ok := event.Parse(event.Uint, raw); ok {
			return v
		}
		fallthrough
	case decimal:
		v, _ := event.Parse(event.Float, raw)
		return v
	case yes:
		return valueYes
	case no:
		return valueNo
	case null:
		return event.Value{}
	}
	return event.TextValue(raw)
}
