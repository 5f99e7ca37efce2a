// Package alert is what fires: a rule's metadata, the fields that matched, and
// the event. Its JSON form is a contract (docs/alert-schema.md).
package alert

import (
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Alert says that a rule matched an event. It owns everything it refers to but
// Rule, which all alerts of a rule share; it is read-only once made.
type Alert struct {
	// ID is the same for the same rule content on the same event, on every run
	// and machine.
	ID      string
	Time    time.Time // the event's; zero when the event has none
	Rule    *Rule
	Matched []Match
	// Unprovidable are fields that the condition negates and that this kind of
	// event can never have: the rule may not mean this event.
	Unprovidable []string
	Event        *event.Event // a copy that keeps no input buffer alive
}

// Rule is the metadata of the rule that fired.
type Rule struct {
	ID             string         `json:"id,omitempty"`
	Title          string         `json:"title,omitempty"`
	Name           string         `json:"name,omitempty"`
	Kind           string         `json:"kind"`
	Level          string         `json:"level,omitempty"`
	Status         string         `json:"status,omitempty"`
	Description    string         `json:"description,omitempty"`
	Author         string         `json:"author,omitempty"`
	Date           string         `json:"date,omitempty"`
	Modified       string         `json:"modified,omitempty"`
	References     []string       `json:"references,omitempty"`
	Tags           []string       `json:"tags,omitempty"`
	FalsePositives []string       `json:"falsepositives,omitempty"`
	Fields         []string       `json:"fields,omitempty"`
	Related        []Related      `json:"related,omitempty"`
	Logsource      Logsource      `json:"logsource"`
	Taxonomy       string         `json:"taxonomy,omitempty"`
	License        string         `json:"license,omitempty"`
	File           string         `json:"file,omitempty"`
	SHA256         string         `json:"sha256,omitempty"`
	Custom         map[string]any `json:"custom,omitempty"`
}

// Logsource is the rule's log source as its author gave it.
type Logsource struct {
	Product    string `json:"product,omitempty"`
	Category   string `json:"category,omitempty"`
	Service    string `json:"service,omitempty"`
	Definition string `json:"definition,omitempty"`
}

// Related is a link from one rule to another.
type Related struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Match is one condition leaf that was true and counted.
type Match struct {
	Selection  string `json:"selection,omitempty"`   // the author's name for the selection
	Field      string `json:"field"`                 // as the author wrote it; for a keyword the field it was found in
	EventField string `json:"event_field,omitempty"` // the event's own name where it differs
	Value      string `json:"value"`                 // as people read it
	Raw        string `json:"raw,omitempty"`         // the original text where it differs from Value
	Operator   string `json:"operator"`              // equals, contains, …, keyword, expr
	Pattern    string `json:"pattern,omitempty"`     // the author's value that matched
}
