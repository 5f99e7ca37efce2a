package evtx

import "github.com/rulehound/rulehound/normalize/event"

// Selection says which events and fields are worth decoding. Whoever sets it
// answers for what is left out making no difference. The zero Selection is
// everything.
type Selection struct {
	// Event says what is wanted of the events of a kind; nil: the fields that are
	// wanted of any event. It is asked for the same kind again now and then, and
	// must give the same answer. An event that does not plainly say what it is, and
	// when it was, is decoded unasked and whole.
	Event func(Kind) Want
	// Field reports whether a field is wanted, from all but its Value; nil: all.
	// Fields that tell which event it is are decoded unasked.
	Field func(*event.Field) bool
}

// Kind is what tells events apart before they are decoded.
type Kind struct {
	Channel, Provider string
	EventID           uint32
}

// Want is what is wanted of an event.
type Want uint8

// The wants. Everything is the zero Want.
const (
	Everything Want = iota
	SomeFields      // those that the Selection wants
	Nothing         // unless the event has more fields of the names that tell its kind
)

// selected is a Selection with its answers.
type selected struct {
	Selection
	fields map[fieldKey]bool
}

type fieldKey struct {
	section    event.Section
	name, path string
}

func newSelected(s Selection) *selected {
	if s.Event == nil && s.Field == nil {
		return nil
	}
	return &selected{Selection: s, fields: map[fieldKey]bool{}}
}

// narrow returns p without the ops whose fields are not wanted. An event that has
// data keeps some, so that it does not seem to have none.
func (s *selected) narrow(p plan) plan {
	if s.Field == nil {
		return p
	}
	kept, hasData := p.ops[:0], false
	for i := range p.ops {
		isData := p.ops[i].field.Section == event.EventData || p.ops[i].field.Section == event.UserData
		if s.wants(&p.ops[i]) || isData && !hasData {
			hasData = hasData || isData
			kept = append(kept, p.ops[i])
		}
	}
	return planOf(kept)
}

func (s *selected) wants(o *op) bool {
	switch {
	case o.kind == fromFragment, o.nameParts != nil:
		return true // what it will be called is not known yet
	case o.role != noRole, o.field.Section == event.System && (o.field.Name == "Computer" || o.field.Name == "Version"):
		return true
	}
	key := fieldKey{o.field.Section, o.field.Name, o.field.Path}
	wanted, known := s.fields[key]
	if !known {
		if len(s.fields) > maxAnswers {
			clear(s.fields)
		}
		wanted = s.Field(&o.field)
		if len(key.name)+len(key.path) <= maxName { // else not worth the memory
			s.fields[key] = wanted
		}
	}
	return wanted
}
