package alert

import "github.com/rulehound/rulehound/normalize/event"

// object is a JSON object that keeps the order of the event. A member with
// several values is an array.
type object struct {
	members []member
	at      map[string]int // key to member
}

type member struct {
	key    string
	owner  fieldID
	values []event.Value
	raw    bool // some value has a text that is not shown
}

// fieldID tells fields apart that may go by the same key.
type fieldID struct {
	section    event.Section
	name, path string
}

// aspect is which members of an object are written, and what of them.
type aspect uint8

const (
	shownMembers aspect = iota // all, as people read them
	rawMembers                 // those that have another original text, which is written
)

// object writes o.
func (w *writer) object(o *object, as aspect) {
	w.open()
	for i := range o.members {
		m := &o.members[i]
		if as == rawMembers && !m.raw {
			continue
		}
		w.key(m.key)
		if len(m.values) == 1 {
			w.b = as.append(w.b, m.values[0])
			continue
		}
		w.b = append(w.b, '[')
		for j, v := range m.values {
			if j > 0 {
				w.b = append(w.b, ',')
			}
			w.b = as.append(w.b, v)
		}
		w.b = append(w.b, ']')
	}
	w.close()
}

// append appends what is shown of a value: text whatever its type, since the
// same event has numbers in one format and their digits in another.
func (as aspect) append(b []byte, v event.Value) []byte {
	switch {
	case v.IsNull():
		return append(b, "null"...)
	case as == rawMembers:
		return appendQuoted(b, v.Raw())
	}
	return appendQuoted(b, v.Rendered())
}

// content is an event's fields, split: every field is in data or in system.
type content struct {
	data, system object
	rendered     bool // some value of data is shown by its meaning
}

// split makes c the content of fs.
func (c *content) split(fs event.Fields) {
	c.data.reset()
	c.system.reset()
	c.rendered = false
	for _, outer := range []bool{false, true} {
		for i := range fs {
			switch f := &fs[i]; {
			case f.Section == event.Derived: // for rules; what matched shows it
			case f.Section == event.System:
				if !outer {
					c.system.put(f.Name, fieldID{}, f.Value.WithMeaning(nil)) // as logged: there is no raw beside it
				}
			case outer == isOuter(f.Section):
				m := c.data.field(f)
				m.raw = m.raw || f.Value.Rendered() != f.Value.Raw()
				c.rendered = c.rendered || m.raw
			}
		}
	}
}

// isOuter reports whether the section holds what others said about the event.
func isOuter(s event.Section) bool { return s == event.Rendering || s == event.Envelope }

// manyMembers is how many members an object may have and still lend its memory
// to the next one.
const manyMembers = 1 << 10

// reset empties o and keeps its memory.
func (o *object) reset() {
	if len(o.members) > manyMembers {
		*o = object{}
	}
	o.members = o.members[:0]
	clear(o.at)
	if o.at == nil {
		o.at = map[string]int{}
	}
}

// field adds f under its own name, its path where another field took the name,
// and the section before it where that is taken as well.
func (o *object) field(f *event.Field) *member {
	id := fieldID{f.Section, f.Name, f.Path}
	if m := o.add(f.Name, id, f.Value); m != nil {
		return m
	}
	if m := o.add(f.Path, id, f.Value); m != nil {
		return m
	}
	sectioned := f.Section.String() + "." + f.Name
	if m := o.add(sectioned, id, f.Value); m != nil {
		return m
	}
	return o.put(sectioned+"."+f.Path, id, f.Value)
}

// add adds a value of the field id under key; it returns nil when that is
// another field's, or none.
func (o *object) add(key string, id fieldID, v event.Value) *member {
	i, taken := o.at[key]
	if key == "" || taken && o.members[i].owner != id {
		return nil
	}
	return o.put(key, id, v)
}

// put adds a value under key, whosever that is.
func (o *object) put(key string, id fieldID, v event.Value) *member {
	if i, ok := o.at[key]; ok {
		m := &o.members[i]
		m.values = append(m.values, v)
		return m
	}
	n := len(o.members)
	o.at[key] = n
	if n == cap(o.members) {
		o.members = append(o.members, member{})
	}
	o.members = o.members[:n+1]
	m := &o.members[n]
	*m = member{key: key, owner: id, values: append(m.values[:0], v)}
	return m
}
