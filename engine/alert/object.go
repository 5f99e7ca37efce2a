package alert

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// object is a JSON object that keeps the order of the event. A member with
// several values is an array.
type object []member

type member struct {
	key    string
	values []event.Value
	raw    bool // show the original text
}

// object writes o.
func (w *writer) object(o object) {
	w.open()
	for i := range o {
		m := &o[i]
		w.key(m.key)
		if len(m.values) == 1 {
			w.b = m.append(w.b, m.values[0])
			continue
		}
		w.b = append(w.b, '[')
		for j, v := range m.values {
			if j > 0 {
				w.b = append(w.b, ',')
			}
			w.b = m.append(w.b, v)
		}
		w.b = append(w.b, ']')
	}
	w.close()
}

// append appends what is shown of a value: text whatever its type, since the
// same event has numbers in one format and their digits in another.
func (m *member) append(b []byte, v event.Value) []byte {
	switch {
	case v.IsNull():
		return append(b, "null"...)
	case m.raw:
		return appendQuoted(b, v.Raw())
	}
	return appendQuoted(b, v.Rendered())
}

// content splits an event's fields. Every field is in data or in system; raw
// repeats those of data that are shown by their meaning.
func content(fs event.Fields) (data, raw, system object) {
	names := keys{taken: make(map[string]fieldID, len(fs))}
	for _, outer := range []bool{false, true} {
		for i := range fs {
			switch f := &fs[i]; {
			case f.Section == event.Derived: // for rules; what matched shows it
			case f.Section == event.System:
				if !outer {
					system = system.add(f.Name, f.Value.WithMeaning(nil)) // as logged: there is no raw beside it
				}
			case outer == isOuter(f.Section):
				data = data.add(names.of(f), f.Value)
			}
		}
	}
	for _, m := range data {
		if slices.ContainsFunc(m.values, func(v event.Value) bool { return v.Rendered() != v.Raw() }) {
			m.raw = true
			raw = append(raw, m)
		}
	}
	if data == nil {
		data = object{}
	}
	return data, raw, system
}

// isOuter reports whether the section holds what others said about the event.
func isOuter(s event.Section) bool { return s == event.Rendering || s == event.Envelope }

func (o object) add(key string, v event.Value) object {
	i := slices.IndexFunc(o, func(m member) bool { return m.key == key })
	if i < 0 {
		return append(o, member{key: key, values: []event.Value{v}})
	}
	o[i].values = append(o[i].values, v)
	return o
}

// keys gives each field its key in data: its own name, its path where another
// field took the name, and the section before it where that is taken as well.
type keys struct {
	taken map[string]fieldID // key to the field that has it
}

type fieldID struct {
	section    event.Section
	name, path string
}

func (k keys) of(f *event.Field) string {
	id := fieldID{f.Section, f.Name, f.Path}
	if k.take(f.Name, id) {
		return f.Name
	}
	if k.take(f.Path, id) {
		return f.Path
	}
	sectioned := f.Section.String() + "." + f.Name
	if k.take(sectioned, id) {
		return sectioned
	}
	return sectioned + "." + f.Path
}

// take reports whether key is that of the field, now if not before.
func (k keys) take(key string, id fieldID) bool {
	owner, taken := k.taken[key]
	if key == "" || taken && owner != id {
		return false
	}
	if !taken {
		k.taken[key] = id
	}
	return true
}
