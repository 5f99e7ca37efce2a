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
	key     classKey
	implied string // the channel, where the event does not name it
	fields  memo.Memo[string, fieldClass]
}

// classKey is a class as a collector spells it.
type classKey struct {
	channel, provider string
	id                uint32
}

func keyOf(ev *event.Event) classKey { return classKey{ev.Channel, ev.Provider, ev.EventID} }

// classify gives an identified event its class, and the channel that its class
// implies where it names none.
func (n *Normalizer) classify(ev *event.Event) *class {
	c := n.class(ev)
	ev.SetClass(c.Class)
	if c.implied != "" {
		ev.Channel = c.implied
		ev.Fields = append(ev.Fields, event.Field{Name: "Channel", Section: event.System, Value: event.TextValue(c.implied)})
	}
	return c
}

// class returns the class of an identified event. A channel that the event does
// not name is that of its provider, where the provider has only one.
func (n *Normalizer) class(ev *event.Event) *class {
	return n.classes.Get(keyOf(ev), func(k classKey) (classKey, *class) {
		k.channel, k.provider = strings.Clone(k.channel), strings.Clone(k.provider)
		channel, implied := k.channel, ""
		if channel == "" {
			implied, _ = n.table.Channel(k.provider)
			channel = implied
		}
		return k, &class{key: k, implied: implied, Class: event.Class{
			Channel:  strings.ToLower(channel),
			Provider: strings.ToLower(k.provider),
			EventID:  k.id,
		}}
	})
}

// fieldClass is what the values of a field have in common in a class.
type fieldClass struct {
	kind event.Kind // Null where it is not known
	read windows.Reading
}

// field returns what is known of the named field in events of the class.
func (c *class) field(t *taxonomy.Table, name string) fieldClass {
	return c.fields.Get(name, func(name string) (string, fieldClass) {
		return strings.Clone(name), newFieldClass(t, c.Class, name)
	})
}

func newFieldClass(t *taxonomy.Table, c event.Class, name string) fieldClass {
	k, _ := t.Kind(c, name)
	return fieldClass{k, windows.ReadingOf(name)}
}
