package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// place is where a collector's field belongs: a section, and the name that
// Sigma gives it there, "" for its own.
type place struct {
	section event.Section
	name    string
}

// places finds the place of a field by its name, without regard to case. It is
// read-only once made.
type places [][]entry // by the length of the name

type entry struct {
	from string
	to   place
}

func (p *places) add(section event.Section, name string, from ...string) {
	for _, f := range from {
		for len(*p) <= len(f) {
			*p = append(*p, nil)
		}
		(*p)[len(f)] = append((*p)[len(f)], entry{f, place{section, name}})
	}
}

func (p places) find(name string) (place, bool) {
	if len(name) < len(p) {
		for i := range p[len(name)] {
			if e := &p[len(name)][i]; strings.EqualFold(e.from, name) {
				return e.to, true
			}
		}
	}
	return place{}, false
}

// place gives a field at the top of a flat object its place. What has none is
// EventData, and goes by its whole path: KeyName inside some other object is not
// the event's KeyName, and must not answer for it.
func (p places) place(f *event.Field) {
	to, ok := p.find(f.Name)
	if f.Path != "" {
		f.Name, f.Path = f.Path, ""
		ok = false
	}
	if !ok {
		to = place{section: event.EventData}
	}
	to.put(f)
}

// put moves a field to its place.
func (p place) put(f *event.Field) {
	f.Section = p.section
	if p.name != "" {
		f.Name = p.name
	}
}
