package event

// Class is what rules are routed by: which log an event is of and which event
// it is. It is comparable, so it may key a map; the normaliser gives Channel
// and Provider in lower case there, since collectors disagree on their case.
type Class struct {
	Channel  string
	Provider string
	EventID  uint32
}
