// Package engine turns rules and events into alerts. An [Engine] is compiled
// once from a set of rules and matches one event at a time; it knows no files,
// no clock, and nothing of the event before.
package engine

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// Engine is a compiled set of rules. It is immutable and safe for concurrent use.
type Engine struct {
	rules    []*rule // in the set's order
	groups   []*plan.Group
	plans    *plan.Plans
	keywords map[int]*keywordSet // by group
	names    *view.Names
	table    *taxonomy.Table
	workers  int
	clock    func() time.Duration // nil: costs are not measured

	unprovidable Unprovidable
	pool         sync.Pool // of *Worker
}

// Option changes how [New] compiles.
type Option func(*Engine) error

// WithTaxonomy sets the vocabulary that log sources and field names are looked
// up in; the default is [taxonomy.Windows].
func WithTaxonomy(t *taxonomy.Table) Option {
	return func(e *Engine) error {
		if t == nil {
			return errors.New("engine: no taxonomy")
		}
		e.table = t
		return nil
	}
}

// WithWorkers sets how many events [Engine.Run] matches at a time; the default
// is one.
func WithWorkers(n int) Option {
	return func(e *Engine) error {
		if n < 1 {
			return fmt.Errorf("engine: %d workers", n)
		}
		e.workers = n
		return nil
	}
}

// New compiles the rules of set: each one for every kind of event that its log
// source can see, under that event's own field names. A rule whose log source
// is unknown applies to nothing; [Coverage] names it. An error joins the rules
// whose conditions make no sense, which no format lets pass.
func New(set *rules.Set, opts ...Option) (*Engine, error) {
	e := &Engine{names: &view.Names{}, keywords: map[int]*keywordSet{}, table: taxonomy.Windows(), workers: 1, unprovidable: AnnotateUnprovidable}
	for _, opt := range opts {
		if err := opt(e); err != nil {
			return nil, err
		}
	}
	if err := e.compile(set); err != nil {
		return nil, err
	}
	e.pool.New = func() any { return e.Worker() }
	return e, nil
}

// Match appends to dst an alert for every rule that ev satisfies and returns it.
// It is safe for concurrent use and does not keep ev. A non-nil error joins the
// rules that failed on ev, each as a [*RuleError]; the alerts returned beside
// it are valid.
func (e *Engine) Match(dst []*alert.Alert, ev *event.Event) ([]*alert.Alert, error) {
	w := e.pool.Get().(*Worker)
	defer e.pool.Put(w)
	return w.Match(dst, ev)
}

// Fields returns every field that some rule reads, sorted, under the names that
// events give them. A rule with keywords reads all the others as well.
func (e *Engine) Fields() []string { return e.names.All() }
