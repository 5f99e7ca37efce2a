package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// class is what events of one class have in common.
type class struct {
	event.Class
	kinds memo[string, event.Kind] // types of fields; Null for those that are not known
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

// kind returns the type that the named field has in events of the class.
func (c *class) kind(t *taxonomy.Table, field string) event.Kind {
	return c.kinds.get(field, func(field string) (string, event.Kind) {
		k, _ := t.Kind(c.Class, field)
		return strings.Clone(field), k
	})
}
