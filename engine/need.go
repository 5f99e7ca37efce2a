package engine

import (
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// Need is how much of an event matching needs to see.
type Need uint8

// The needs. All is the zero Need.
const (
	All    Need = iota // a rule looks at every field, or works out at which
	Fields             // those of [Engine.Reads]
	None               // no rule can match events of the class that have one Channel, Provider and EventID
)

// Need returns what the rules that see events of class c need of them. The same
// class has the same need for as long as there is the engine.
func (w *Worker) Need(c event.Class) Need {
	t := w.counts.of(c)
	if t.choice == nil || t.choice.Empty() {
		return None
	}
	for _, g := range t.groups {
		if w.engine.wholesale[g] {
			return All
		}
	}
	return Fields
}

// Skip counts n events of class c, of which the rules need nothing, as matched.
func (w *Worker) Skip(c event.Class, n int64) { w.counts.of(c).events += n }

// Reads reports whether some rule reads f, from all but its Value.
func (e *Engine) Reads(f *event.Field) bool { return e.names.Reads(f) }

// readsAll reports whether a condition looks at every field, as keywords do, or
// may work out the name of one, as expressions do.
func readsAll(condition ir.Node) bool {
	for n := range ir.All(condition) {
		switch n.(type) {
		case *ir.Keyword, *ir.Leaf:
			return true
		}
	}
	return false
}
