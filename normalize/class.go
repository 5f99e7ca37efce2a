package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// class is what events of one class have in common.
type class struct {
	event.Class
	key      classKey
	channel  string // where the event does not name it
	provider string // where it does not name that
	fields   memo.Memo[string, fieldClass]
}

// classKey is a class as a collector spells it.
type classKey struct {
	channel, provider string
	id                uint32
}

func keyOf(ev *event.Event) classKey { return classKey{ev.Channel, ev.Provider, ev.EventID} }

// classify gives an identified event its class, and the channel or provider that
// its class implies where it names none.
func (n *Normalizer) classify(ev *event.Event) *class {
	c := n.class(ev)
	c.give(ev)
	return c
}

// give makes ev one of the class.
func (c *class) give(ev *event.Event) {
	ev.SetClass(c.Class)
	imply(ev, &ev.Channel, "Channel", c.channel)
	imply(ev, &ev.Provider, "Provider_Name", c.provider)
}

// speaker names, in lower case, who wrote the messages of events of the class, as they
// name it themselves.
func (c *class) speaker() string {
	if c.key.provider == "" && c.key.channel != "" {
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

// class returns the class of an identified event. A channel that the event does
// not name is that of its provider, where the provider has only one; a provider is
// that of the channel and the id, where they tell.
func (n *Normalizer) class(ev *event.Event) *class {
	return n.classes.Get(keyOf(ev), func(k classKey) (classKey, *class) {
		k.channel, k.provider = strings.Clone(k.channel), strings.Clone(k.provider)
		c := &class{key: k}
		if k.channel == "" {
			c.channel, _ = n.table.Channel(k.provider)
		}
		if k.provider == "" {
			c.provider, _ = n.table.Provider(k.channel, k.id)
		}
		c.Class = event.Class{
			Channel:  strings.ToLower(k.channel + c.channel),
			Provider: strings.ToLower(k.provider + c.provider),
			EventID:  k.id,
		}
		return k, c
	})
}

// fieldClass is what the values of a field have in common in a class.
type fieldClass struct {
	kind   event.Kind // Null where it is not known
	read   windows.Reading
	isText bool // as far as it is known, and nothing is known of what it means
}

// field returns what is known of the named field in events of the class.
func (c *class) field(t *taxonomy.Table, name string) fieldClass {
	return c.fields.Get(name, func(name string) (string, fieldClass) {
		return strings.Clone(name), newFieldClass(t, c.Class, name)
	})
}

func newFieldClass(t *taxonomy.Table, c event.Class, name string) fieldClass {
	k, _ := t.Kind(c, name)
	read := windows.ReadingOf(name)
	return fieldClass{k, read, read == nil && (k == event.Null || k == event.Text)}
}
