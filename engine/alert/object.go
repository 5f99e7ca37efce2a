package alert

import (
	"bytes"
	"encoding/json"
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

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := marshal(m.key)
		if err != nil {
			return nil, err
		}
		val, err := marshal(m.shown())
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(val)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

var _ json.Marshaler = object(nil)

func (m *member) shown() any {
	if len(m.values) == 1 {
		return m.text(m.values[0])
	}
	texts := make([]any, len(m.values))
	for i, v := range m.values {
		texts[i] = m.text(v)
	}
	return texts
}

// text returns what is shown of a value: text whatever its type, since the same
// event has numbers in one format and their digits in another.
func (m *member) text(v event.Value) any {
	switch {
	case v.IsNull():
		return nil
	case m.raw:
		return v.Raw()
	}
	return v.Rendered()
}

// content splits an event's fields. Every field is in data or in system; raw
// repeats those of data that are shown by their meaning.
func content(fs event.Fields) (data, raw, system object) {
	names := keys{taken: map[string]string{}}
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
	taken map[string]string // key to the field that has it
}

func (k keys) of(f *event.Field) string {
	id := f.Section.String() + "." + f.Name + "." + f.Path
	for _, key := range []string{f.Name, f.Path, f.Section.String() + "." + f.Name} {
		if owner, ok := k.taken[key]; key != "" && (!ok || owner == id) {
			k.taken[key] = id
			return key
		}
	}
	return id
}
