package alert

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// form says where the fields of an event stand in its JSON. Fields of one name are
// one member, System's are members of another object than the others, and where two
// others go by the same name, one gets a longer key:
//
//	EventData Version, agent.name, host.name  →  "Version": field 0, "name": field 1, "host.name": field 2
//
// Events of a class mostly have the same fields in the same order, so an [Encoder]
// remembers forms.
type form struct {
	names        []byte // of the fields, one after the other
	fields       []formField
	data, system []member
}

// formField is what a field is called.
type formField struct {
	section    event.Section
	name, path int // where they end in names
}

// member is one member of an object. With several fields it is an array of their values.
type member struct {
	key    []byte // as it stands in JSON, with its colon
	fields []int32
}

// fits reports whether fs are called what the fields were that f was made of.
func (f *form) fits(fs event.Fields) bool {
	if len(fs) != len(f.fields) {
		return false
	}
	start := 0
	for i := range fs {
		is, was := &fs[i], &f.fields[i]
		if is.Section != was.section || is.Name != string(f.names[start:was.name]) || is.Path != string(f.names[was.name:was.path]) {
			return false
		}
		start = was.path
	}
	return true
}

// former makes forms. It is scratch.
type former struct{ data, system keys }

// make makes f the form of fs, in its memory.
func (m *former) make(f *form, fs event.Fields) {
	f.names, f.fields, f.data, f.system = f.names[:0], f.fields[:0], f.data[:0], f.system[:0]
	for i := range fs {
		f.names = append(f.names, fs[i].Name...)
		name := len(f.names)
		f.names = append(f.names, fs[i].Path...)
		f.fields = append(f.fields, formField{fs[i].Section, name, len(f.names)})
	}
	for _, outer := range []bool{false, true} {
		for i := range fs {
			switch s := fs[i].Section; {
			case s == event.Derived: // for rules; what matched shows it
			case s == event.System:
				if !outer {
					f.system = m.system.put(f.system, fs[i].Name, fieldID{}, i)
				}
			case outer == isOuter(s):
				f.data = m.data.place(f.data, &fs[i], i)
			}
		}
	}
	m.data.reset()
	m.system.reset()
}

// isOuter reports whether the section holds what others said about the event.
func isOuter(s event.Section) bool { return s == event.Rendering || s == event.Envelope }

// keys are the keys of an object that is being made.
type keys struct {
	at     map[string]int // member by key
	owners []fieldID      // of the members
}

// fieldID tells fields apart that may go by the same key.
type fieldID struct {
	section    event.Section
	name, path string
}

// place puts field i under its own name, its path where another field took the name,
// and the section before it where that is taken as well.
func (k *keys) place(ms []member, f *event.Field, i int) []member {
	id := fieldID{f.Section, f.Name, f.Path}
	for _, key := range []string{f.Name, f.Path} {
		if k.isFree(key, id) {
			return k.put(ms, key, id, i)
		}
	}
	key := f.Section.String() + "." + f.Name
	if !k.isFree(key, id) {
		key += "." + f.Path
	}
	return k.put(ms, key, id, i)
}

// isFree reports whether key is nobody's, or that of the field id.
func (k *keys) isFree(key string, id fieldID) bool {
	i, taken := k.at[key]
	return key != "" && (!taken || k.owners[i] == id)
}

// put puts field i under key, whosever that is.
func (k *keys) put(ms []member, key string, id fieldID, i int) []member {
	n, ok := k.at[key]
	if !ok {
		if k.at == nil {
			k.at = map[string]int{}
		}
		n = len(ms)
		k.at[key], k.owners = n, append(k.owners, id)
		ms = slices.Grow(ms, 1)[:n+1] // with its memory
		ms[n].key, ms[n].fields = append(appendQuoted(ms[n].key[:0], key), ':'), ms[n].fields[:0]
	}
	ms[n].fields = append(ms[n].fields, int32(i))
	return ms
}

// reset empties k, which keeps names alive.
func (k *keys) reset() {
	clear(k.at)
	clear(k.owners)
	k.owners = k.owners[:0]
}

// forms remembers the forms of events.
type forms struct {
	former former
	known  [1 << namingBits]*form // by naming
	other  form                   // of an event that is too large to remember
}

const maxFields = 256 // of an event whose form is remembered

// of returns the form of ev, which is valid until the next call.
func (s *forms) of(ev *event.Event) *form {
	f := &s.other
	if len(ev.Fields) <= maxFields {
		at := &s.known[naming(ev.Fields)]
		if *at == nil {
			*at = &form{}
		}
		// Fast path: nearly all events are like one before.
		if f = *at; f.fits(ev.Fields) {
			return f
		}
	} else {
		s.other = form{}
	}
	s.former.make(f, ev.Fields)
	return f
}

const namingBits = 8

// naming is the same for fields that are called the same, in the same order, and another
// one for most others.
func naming(fs event.Fields) uint32 {
	h := uint32(len(fs))
	for i := range fs {
		h = h*31 + uint32(len(fs[i].Name)) + uint32(len(fs[i].Path))<<8 + uint32(fs[i].Section)<<16
	}
	return h * 0x9e3779b1 >> (32 - namingBits)
}
