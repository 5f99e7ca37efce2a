package event

import "time"

// Event is a normalised event. It is read-only once made and may then be shared
// between goroutines.
type Event struct {
	Source  Source
	Dialect string // which collector's form it was recognised as
	// Nearest is the form that an event of no known form is most like, "" for all
	// others.
	Nearest string

	// The identity of the event, as far as the source says it. HasEventID tells
	// an event id of 0 from none; a zero Time means that no time was found,
	// TimeAssumed that it is by a clock whose zone is not known.
	Channel    string
	Provider   string
	Computer   string
	EventID    uint32
	HasEventID bool
	Version    uint8
	RecordID   uint64
	Time       time.Time

	TimeAssumed bool

	// Fields is everything, the identity included, under the names that Sigma
	// uses. Nothing of the original event is left out.
	Fields Fields

	class Class
}

// Class returns what rules are routed by, with Channel and Provider in lower case.
func (e *Event) Class() Class { return e.class }

// SetClass sets the routing class; the normaliser calls it once.
func (e *Event) SetClass(c Class) { e.class = c }
