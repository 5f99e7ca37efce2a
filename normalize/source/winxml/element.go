package winxml

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// element is an open element.
type element struct {
	tag    []byte // with its prefix
	name   *scan.Name
	prev   *scan.Name // of its last child
	pieces int        // where its text begins
	isData bool       // named by its Name attribute
	attrs  bool       // has other attributes
	kids   bool       // has elements
}

// start opens the element called tag, its attributes being in s.attrs.
func (s *scanner) start(tag []byte) status {
	if len(s.open) == scan.MaxDepth {
		return tooDeep
	}
	el := element{tag: tag, name: &s.root}
	if len(s.open) > 0 {
		parent := &s.open[len(s.open)-1]
		if string(local(tag)) == "Event" && s.isAnother(parent.name) {
			s.why = errAnother
			return malformed
		}
		parent.kids = true
		if st := s.flush(parent); st != done {
			return st
		}
		el.name, el.isData = s.child(parent, local(tag))
		if el.name == nil {
			s.why = errLongName
			return tooDeep
		}
		parent.prev = el.name
	}
	st := s.attrFields(&el)
	el.pieces = len(s.pieces)
	s.open = append(s.open, el)
	return st
}

// isAnother reports whether an Event that opens below parent is the next one,
// the one at hand having no end: user data may hold an element of that name.
func (s *scanner) isAnother(parent *scan.Name) bool {
	if parent.Section != event.UserData {
		return true
	}
	for _, a := range s.attrs {
		if a.space && string(s.b[a.value.from:a.value.to]) == namespace {
			return true
		}
	}
	return false
}

const namespace = "http://schemas.microsoft.com/win/2004/08/events/event"

// child names the element below parent. Data elements go by their Name, which
// is then no attribute any more.
func (s *scanner) child(parent *element, key []byte) (name *scan.Name, isData bool) {
	switch parent.name.Section {
	case event.EventData, event.UserData:
		if k := string(key); k != "Data" && k != "ComplexData" {
			break
		}
		for i := range s.attrs {
			if a := &s.attrs[i]; string(a.key) == "Name" && a.value.from < a.value.to {
				a.skip = true
				return s.names.Child(parent.name, parent.prev, s.decode(a.value)), true
			}
		}
		isData = true
	}
	return s.names.Child(parent.name, parent.prev, key), isData
}

// attrFields makes fields of the attributes of el.
func (s *scanner) attrFields(el *element) status {
	var prev *scan.Name
	for _, a := range s.attrs {
		if a.skip {
			continue
		}
		el.attrs = true
		if prev = s.names.Child(el.name.Attrs(), prev, a.key); prev == nil {
			s.why = errLongName
			return tooDeep
		}
		s.pieces = append(s.pieces, a.value)
		if st := s.add(prev, len(s.pieces)-1); st != done {
			return st
		}
	}
	return done
}

// text adds to the text of the innermost element.
func (s *scanner) text(from, to int, cdata bool) status {
	if from == to {
		return done
	}
	if len(s.pieces) > 2*scan.MaxFields {
		return tooMany
	}
	s.pieces = append(s.pieces, piece{uint32(from), uint32(to), cdata})
	return done
}

// end closes the innermost element and makes a field of its text.
func (s *scanner) end() status {
	last := len(s.open) - 1
	el := &s.open[last]
	st := done
	switch {
	case el.kids || el.attrs && !el.isData || isPart(el.name) || isVoid(el.name):
		st = s.flush(el)
	default:
		st = s.add(el.name, el.pieces)
	}
	s.open = s.open[:last]
	if last > 0 {
		s.open[last-1].pieces = len(s.pieces)
	}
	return st
}

// flush makes a field of the text of el, or of what stands between its
// elements, unless it is only layout.
func (s *scanner) flush(el *element) status {
	if s.isLayout(s.pieces[el.pieces:], el.kids || isPart(el.name)) {
		s.pieces = s.pieces[:el.pieces]
		return done
	}
	name := el.name
	if isPart(name) {
		name = &scan.Name{Name: name.Key, Section: name.Section}
		name.Label = event.Label{Section: name.Section, Name: name.Name, Number: -1}
	}
	st := s.add(name, el.pieces)
	el.pieces = len(s.pieces)
	return st
}

// isLayout reports whether the pieces are blank, or between elements no more
// than one of Event Viewer's tree markers.
func (s *scanner) isLayout(pieces []piece, between bool) bool {
	size := 0
	for _, p := range pieces {
		t := bytes.TrimSpace(s.b[p.from:p.to])
		if size += len(t); size > 1 || len(t) == 1 && (!between || t[0] != '-' && t[0] != '+') {
			return false
		}
	}
	return true
}

// add makes a field of the pieces from first on.
func (s *scanner) add(name *scan.Name, first int) status {
	if len(s.spans) == scan.MaxFields {
		return tooMany
	}
	s.spans = append(s.spans, span{name, uint32(first), uint32(len(s.pieces))})
	return done
}
