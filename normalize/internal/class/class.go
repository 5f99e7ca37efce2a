// Package class says what is known of events by their class: the log and the provider that
// it implies, the names of data that come without, of which type values are, what they mean.
package class

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Set is the classes of events. It is safe for concurrent use; what it remembers only
// saves work.
type Set struct {
	table    *taxonomy.Table
	classes  memo.Memo[Key, *Class]
	meanings memo.Memo[string, *event.Meaning]
}

// NewSet returns the classes that t tells of.
func NewSet(t *taxonomy.Table) *Set { return &Set{table: t} }

// Class is what events of one class have in common.
type Class struct {
	event.Class
	Key      Key
	channel  string // where the event does not name it
	provider string // where it does not name that
	fields   memo.Memo[string, Field]
	set      *Set
}

// Key is a class as a collector spells it.
type Key struct {
	Channel, Provider string
	ID                uint32
}

// KeyOf returns the key of an identified event.
func KeyOf(ev *event.Event) Key { return Key{ev.Channel, ev.Provider, ev.EventID} }

// Of returns the class of an identified event. A channel that the event does
// not name is that of its provider, where the provider has only one; a provider is
// that of the channel and the id, where they tell.
func (s *Set) Of(ev *event.Event) *Class {
	return s.classes.Get(KeyOf(ev), func(k Key) (Key, *Class) {
		k.Channel, k.Provider = strings.Clone(k.Channel), strings.Clone(k.Provider)
		c := &Class{Key: k, set: s}
		if k.Channel == "" {
			c.channel, _ = s.table.Channel(k.Provider)
		}
		if k.Provider == "" {
			c.provider, _ = s.table.Provider(k.Channel, k.ID)
		}
		c.Class = event.Class{
			Channel:  strings.ToLower(k.Channel + c.channel),
			Provider: strings.ToLower(k.Provider + c.provider),
			EventID:  k.ID,
		}
		return k, c
	})
}

// Give makes ev one of the class, with the channel or provider that the class implies
// where ev names none.
func (c *Class) Give(ev *event.Event) {
	ev.SetClass(c.Class)
	imply(ev, &ev.Channel, "Channel", c.channel)
	imply(ev, &ev.Provider, "Provider_Name", c.provider)
}

// Speaker names, in lower case, who wrote the messages of events of the class, as they
// name it themselves.
func (c *Class) Speaker() string {
	if c.Key.Provider == "" && c.Key.Channel != "" {
		return c.Channel
	}
	return c.Provider
}

func imply(ev *event.Event, to *string, name, value string) {
	if value != "" {
		*to = value
		ev.Fields = append(ev.Fields, event.Field{Name: name, Section: event.System, Value: event.TextValue(value)})
	}
}

// Field is what the values of a field have in common in a class.
type Field struct {
	kind   event.Kind // Null where it is not known
	read   windows.Reading
	isText bool // as far as it is known, and nothing is known of what it means
}

// Field returns what is known of the named field in events of the class.
func (c *Class) Field(name string) Field {
	return c.fields.Get(name, func(name string) (string, Field) {
		return strings.Clone(name), c.NewField(name)
	})
}

// NewField is Field for somebody who keeps what it returns: it is not remembered.
func (c *Class) NewField(name string) Field {
	k, _ := c.set.table.Kind(c.Class, name)
	read := windows.ReadingOf(name)
	return Field{k, read, read == nil && (k == event.Null || k == event.Text)}
}
