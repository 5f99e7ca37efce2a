package evtx

// Selection says which events are worth decoding, and how. Whoever sets it
// answers for what is left out making no difference. The zero Selection is
// everything.
type Selection struct {
	// Event says what is wanted of the events of a kind; nil: some fields of all. It
	// is asked for the same kind again now and then, and must give the same answer.
	// An event that does not plainly say what it is, and when it was, is decoded
	// unasked and whole.
	Event func(Kind) Want
	// Sketch asks for records of which some fields are wanted as sketches, as far as
	// they are made of plain values. Others are decoded whole.
	Sketch bool
}

// Kind is what tells events apart before they are decoded.
type Kind struct {
	Channel, Provider string
	EventID           uint32
}

// Want is what is wanted of an event.
type Want uint8

// The wants. Everything is the zero Want.
const (
	Everything Want = iota
	SomeFields      // it is not known yet which
	Nothing         // unless the event has more fields of the names that tell its kind
)
