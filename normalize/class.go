package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
)

// class is what events of one class have in common.
type class struct {
	event.Class
	fields memo[string, fieldClass]
}

// classKey is a class as a collector spells it.
type classKey struct {
	channel, provider string
	id                uint32
}

// class returns the class of an identified event. A channel that the event does
// not name is that of its provider, where the provider has only one.
func (n *Normalizer) class(ev *event.Event) *class {
	return n.classes.get(classKey{ev.Channel, ev.Provider, ev.EventID}, func(k classKey) (classKey, *class) {
		k.channel, k.provider = strings.Clone(k.channel), strings.Clone(k.provider)
		channel := k.channel
		if channel == "" {
			channel, _ = n.table.Channel(k.provider)
		}
		return k, &class{Class: event.Class{
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
	return c.fields.get(name, func(name string) (string, fieldClass) {
		k, _ := t.Kind(c.Class, name)
		return strings.Clone(name), fieldClass{k, windows.ReadingOf(name)}
	})
}
