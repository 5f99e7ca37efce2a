package alert

import "github.com/rulehound/rulehound/normalize/event"

// object is a JSON object that keeps the order of the event. A member with
// several values is an array.
type object struct {
	members []naiveMember
	at      map[string]int // key to member
}

type naiveMember struct {
	key    string
	owner  fieldID
	values []event.Value
	raw    bool // some value has a text that is not shown
}

// content is the twin of form: an event's fields, split. Every field is in data or
// in system.
type content struct {
	data, system object
	rendered     bool // some value of data is shown by its meaning
}

// split makes c the content of fs.
func (c *content) split(fs event.Fields) {
	c.data.at, c.system.at = map[string]int{}, map[string]int{}
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

// field adds f under its own name, its path where another field took the name,
// and the section before it where that is taken as well.
func (o *object) field(f *event.Field) *naiveMember {
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
func (o *object) add(key string, id fieldID, v event.Value) *naiveMember {
	i, taken := o.at[key]
	if key == "" || taken && o.members[i].owner != id {
		return nil
	}
	return o.put(key, id, v)
}

// put adds a value under key, whosever that is.
func (o *object) put(key string, id fieldID, v event.Value) *naiveMember {
	if i, ok := o.at[key]; ok {
		m := &o.members[i]
		m.values = append(m.values, v)
		return m
	}
	o.at[key] = len(o.members)
	o.members = append(o.members, naiveMember{key: key, owner: id, values: []event.Value{v}})
	return &o.members[len(o.members)-1]
}
