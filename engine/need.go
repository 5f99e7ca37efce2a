package engine

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// Need is how much of an event matching needs to see.
type Need uint8

// The needs. All is the zero Need.
const (
	All      Need = iota // a rule looks at every field, or works out at which
	Keywords             // All of those that [Worker.Mentions] a keyword, Fields of the others
	Fields               // those that [Worker.Reads]
	None                 // no rule can match events of the class that have one Channel, Provider and EventID
)

// Need returns what the rules that see events of class c need of them. The same
// class has the same need for as long as there is the engine.
func (w *Worker) Need(c event.Class) Need {
	return w.counts.route(c).need
}

// Mentions reports whether some keyword of the rules that see events of class c
// can be in one that stands in JSON as text, see [event.Sketch.Text]. It may
// leave out fields that no rule reads and whose values mean no more than they say.
func (w *Worker) Mentions(c event.Class, text []byte) bool {
	return w.counts.route(c).keywords.areIn(text, &w.state)
}

// Silent reports whether no keyword of the rules that see events of class c can be in
// the record of s, as far as its text shows that. Of a text that is like others only
// what is new is looked through.
func (w *Worker) Silent(c event.Class, s event.Sketch) bool {
	k := w.counts.route(c).keywords
	if s, ok := s.(event.WideSketch); ok && !k.mayBeIn(s.Wide()) {
		return true // Fast path: most records are.
	}
	text, plain := s.Text()
	if !plain {
		return false
	}
	p := s.Precedents()
	found := false
	if k.wereLookedFor(&p) {
		found = k.areInNews(text, &p, &w.state)
	} else {
		found = k.areIn(text, &w.state)
	}
	for _, as := range p.As {
		if !found {
			as.Searched = k
		}
	}
	return !found
}

// Skip counts n events of class c, of which the rules need nothing, as matched.
func (w *Worker) Skip(c event.Class, n int64) { w.counts.route(c).events += n }

// Reads reports whether some rule looks at f, from all but its Value, in events of
// class c whose fields say what their class says; [Worker.MatchPart] asks for more
// of others.
func (w *Worker) Reads(c event.Class, f *event.Field) bool {
	r := w.counts.route(c)
	return r.choice != nil && r.choice.Reads(w.engine.names.SlotsOf(f))
}

// Met notes that events of class c have f, though it may be left out of them.
func (w *Worker) Met(c event.Class, f *event.Field) { w.counts.route(c).see(w.engine.names.SlotsOf(f)) }

// Scans reports whether rules that see events of class c may look for texts in
// what any value means.
func (w *Worker) Scans(c event.Class) bool {
	need := w.Need(c)
	return need == All || need == Keywords
}

// whatItNeeds is what the rules on r need of its events.
func (r *route) whatItNeeds() Need {
	switch {
	case r.choice == nil || r.choice.Empty():
		return None
	case len(r.keywords.sets) == 0:
		return Fields
	case slices.ContainsFunc(r.keywords.sets, func(set *keywordSet) bool { return set.unknown }):
		return All
	}
	return Keywords
}
