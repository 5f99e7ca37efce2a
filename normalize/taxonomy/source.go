package taxonomy

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// Source is one kind of event that a log source's rules can see. It is shared
// and read-only.
type Source struct {
	Name  string // for people: "Security 4688"
	Match Selector
	// Where holds for those of the events that belong to the source; all of it must.
	Where []Condition
	// Fields says what the event calls the fields that rules name, keyed by the
	// author's field name in lower case. A field that is not in it has its own name.
	Fields map[string]Mapping
	// Unprovidable lists the fields of the log source, as Sigma spells them, that
	// this event never has: a condition on one of them cannot be true here.
	Unprovidable []string
}

// Condition tells, of the events of one class, those that mean the same as what
// a rule is about: Security 4663 is an access to a file where ObjectType is File.
type Condition struct {
	Field  string   // the event's own
	Values []string // whole texts, any of which it may have, in any case
}

// Selector tells which events belong to a [Source]. An empty dimension is any.
type Selector struct {
	Channel  string // in lower case
	Provider string // in lower case
	EventIDs []uint32
}

// Mapping is an event's own spelling of a field that rules name.
type Mapping struct {
	// Names are the event's fields that hold it; any of them may match. Never empty.
	Names []string
	// Values maps an author's literal, whole and in lower case, to what the event
	// says instead, whatever the operator: "high" to "S-1-16-12288". A literal
	// that is not in it stays.
	Values map[string]string
}

// Matches reports whether events of class c belong to s. What the class does
// not say (an empty channel or provider, event id 0) may be anything, so that
// no event is kept from a rule that it could match.
func (s Selector) Matches(c event.Class) bool {
	return (s.Channel == "" || c.Channel == "" || s.Channel == c.Channel) &&
		(s.Provider == "" || c.Provider == "" || s.Provider == c.Provider) &&
		(len(s.EventIDs) == 0 || c.EventID == 0 || slices.Contains(s.EventIDs, c.EventID))
}

// within returns the selector of the events that both s and o select, and
// whether there can be any.
func (s Selector) within(o Selector) (Selector, bool) {
	both := Selector{Channel: s.Channel, Provider: s.Provider, EventIDs: s.EventIDs}
	if both.Channel == "" {
		both.Channel = o.Channel
	}
	if both.Provider == "" {
		both.Provider = o.Provider
	}
	if len(both.EventIDs) == 0 {
		both.EventIDs = o.EventIDs
	} else if len(o.EventIDs) > 0 {
		both.EventIDs = slices.DeleteFunc(slices.Clone(both.EventIDs), func(id uint32) bool {
			return !slices.Contains(o.EventIDs, id)
		})
		if len(both.EventIDs) == 0 {
			return both, false
		}
	}
	return both, (o.Channel == "" || o.Channel == both.Channel) && (o.Provider == "" || o.Provider == both.Provider)
}
