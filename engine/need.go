package engine

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
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
	return w.counts.of(c).need
}

// Mentions reports whether some keyword of the rules that see events of class c
// can be in one that stands in JSON as text, see [event.Sketch.Text]. It may
// leave out fields that no rule reads and whose values mean no more than they say.
func (w *Worker) Mentions(c event.Class, text []byte) bool {
	for _, s := range w.counts.of(c).sweeps.all {
		if s.phrases.In(text, &w.state) {
			return true
		}
	}
	return false
}

// Silent reports whether no keyword of the rules that see events of class c can be in
// the record of s, as far as its text shows that. Of a text that is like others only
// what is new is looked through.
func (w *Worker) Silent(c event.Class, s event.Sketch) bool {
	sw := w.counts.of(c).sweeps
	if s, ok := s.(event.WideSketch); ok && !sw.mayBeIn(s.Wide()) {
		return true // Fast path: most records are.
	}
	text, plain := s.Text()
	if !plain {
		return false
	}
	p := s.Precedents()
	known := len(p.Of) > 0
	for _, o := range p.Of {
		known = known && o.Searched == sw
	}
	for _, s := range sw.all {
		if !known && s.phrases.In(text, &w.state) || known && s.phrases.InNews(text, p.News, &w.state) {
			return false
		}
	}
	for _, as := range p.As {
		as.Searched = sw
	}
	return true
}

// mayBeIn reports whether a keyword may be in texts of UTF-16, or nil.
func (sw *sweeps) mayBeIn(texts [][]byte) bool {
	return texts == nil || slices.ContainsFunc(sw.all, func(s *sweep) bool { return s.phrases.MayBeIn(texts) })
}

// Skip counts n events of class c, of which the rules need nothing, as matched.
func (w *Worker) Skip(c event.Class, n int64) { w.counts.of(c).events += n }

// Reads reports whether some rule looks at f, from all but its Value, in events of
// class c whose fields say what their class says; [Worker.MatchPart] asks for more
// of others.
func (w *Worker) Reads(c event.Class, f *event.Field) bool {
	t := w.counts.of(c)
	return t.choice != nil && t.choice.Reads(w.engine.names.SlotsOf(f))
}

// Met notes that events of class c have f, though it may be left out of them.
func (w *Worker) Met(c event.Class, f *event.Field) { w.counts.of(c).see(w.engine.names.SlotsOf(f)) }

// Scans reports whether rules that see events of class c may look for texts in
// what any value means.
func (w *Worker) Scans(c event.Class) bool {
	need := w.Need(c)
	return need == All || need == Keywords
}

// sweep is what the conditions of a group look for in every field.
type sweep struct {
	all     bool // there is no telling what
	phrases plan.Phrases
}

// sweeps are those of the groups that see a class of events. Classes with the same
// ones share them.
type sweeps struct{ all []*sweep }

func (c *counts) sweepsOf(groups []int) *sweeps {
	s := &sweeps{}
	for _, g := range groups {
		if sw := c.engine.sweeps[g]; sw != nil {
			s.all = append(s.all, sw)
		}
	}
	for _, known := range c.sweeps {
		if slices.Equal(known.all, s.all) {
			return known
		}
	}
	c.sweeps = append(c.sweeps, s)
	return s
}

// whatItNeeds is what the rules that see t need of its events.
func (t *tally) whatItNeeds() Need {
	if t.choice == nil || t.choice.Empty() {
		return None
	}
	need := Fields
	for _, s := range t.sweeps.all {
		if s.all {
			return All
		}
		need = Keywords
	}
	return need
}

// sweepsOf notes what a condition looks for in every field, as keywords do, or in
// fields that it names only when it runs, as expressions may.
func (e *Engine) sweepsOf(groups []int, condition ir.Node) {
	switch n := condition.(type) {
	case *ir.Keyword:
		pieces, known := plan.PhrasesOf(n)
		e.sweepFor(groups, pieces, known)
	case *ir.Leaf:
		e.sweepFor(groups, nil, false)
	}
	for _, kid := range ir.Kids(condition) {
		e.sweepsOf(groups, kid)
	}
}

func (e *Engine) sweepFor(groups []int, pieces []string, known bool) {
	for _, g := range groups {
		s := e.sweeps[g]
		if s == nil {
			s = &sweep{}
			e.sweeps[g] = s
		}
		s.all = s.all || !known
		s.phrases.Add(pieces)
	}
}
