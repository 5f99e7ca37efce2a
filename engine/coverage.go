package engine

import (
	"cmp"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
)

// Coverage says what each rule had to work with. It tells a rule that found
// nothing from one that could find nothing.
type Coverage struct {
	Events int64          // all that were matched
	Rules  []RuleCoverage // in the order of the set
}

// RuleCoverage is the coverage of one rule.
type RuleCoverage struct {
	Rule    *alert.Rule // shared, read-only
	Known   bool        // its log source is known; otherwise it applies to nothing
	Events  int64       // of its log source
	Matches int64
	Errors  int64 // events that it failed on
	First   error // the first failure, a [*RuleError]; nil without one
	Fields  []FieldCoverage
	// Unprovidable are the fields that the condition negates and that some of
	// these events can never have.
	Unprovidable []string
}

// FieldCoverage is a field that a rule's condition reads.
type FieldCoverage struct {
	Name string // as the author wrote it
	Seen bool   // some event of the rule's log source had it
}

// Missing returns the fields that never occurred, nil when there were no events.
func (r *RuleCoverage) Missing() []string {
	var names []string
	for _, f := range r.Fields {
		if !f.Seen && r.Events > 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

// Merge adds o, which must be of the same engine, to c. A zero c becomes a copy.
func (c *Coverage) Merge(o *Coverage) {
	c.Events += o.Events
	if c.Rules == nil {
		c.Rules = slices.Clone(o.Rules)
		n := 0
		for i := range o.Rules {
			n += len(o.Rules[i].Fields)
		}
		all := make([]FieldCoverage, 0, n)
		for i := range c.Rules {
			r := &c.Rules[i]
			all = append(all, r.Fields...)
			r.Fields = all[len(all)-len(r.Fields) : len(all) : len(all)]
		}
		return
	}
	for i := range o.Rules {
		c.Rules[i].merge(&o.Rules[i])
	}
}

func (r *RuleCoverage) merge(o *RuleCoverage) {
	r.Events += o.Events
	r.Matches += o.Matches
	r.Errors += o.Errors
	if r.First == nil {
		r.First = o.First
	}
	r.Unprovidable = union(r.Unprovidable, o.Unprovidable)
	for i := range o.Fields {
		r.Fields[i].Seen = r.Fields[i].Seen || o.Fields[i].Seen
	}
}

// Coverage returns what the worker has counted so far.
func (w *Worker) Coverage() *Coverage {
	c := &Coverage{}
	c.Count(w)
	return c
}

// Count adds what w, whose engine must be the same, has counted so far. It does what
// merging its Coverage does, without making that.
func (c *Coverage) Count(w *Worker) {
	if c.Rules == nil {
		*c = *newCoverage(w.engine)
	}
	w.counts.addTo(c)
}

// counts is what a worker counts: by class of event while it matches, since
// that is cheap, and by rule when asked.
type counts struct {
	engine   *Engine
	classes  map[event.Class]*tally
	recent   [1 << recentBits]*tally // some of classes, by a hash of the event id
	given    *Coverage               // of classes that were given up; nil until there are some
	matches  []int64                 // by rule
	failures map[int]*failure        // likewise
	counted  []bool                  // scratch, by rule: a rule may see a class as two sources
	sweeps   []*sweeps               // of all classes, each once
}

// failure is that a rule failed on events, first with an error.
type failure struct {
	events int64
	first  error
}

func newCounts(e *Engine) counts {
	return counts{engine: e, classes: map[event.Class]*tally{}, matches: make([]int64, len(e.rules)), failures: map[int]*failure{}}
}

const recentBits = 7

// tally counts the events of one class.
type tally struct {
	class   event.Class
	known   bool    // the class says which log it is of
	groups  []int   // that see the class
	sweeps  *sweeps // of those
	need    Need
	choice  *plan.Choice  // of the programs for it; nil when no group sees it
	layouts match.Layouts // of its events as they come
	wholes  match.Layouts // of those made whole
	events  int64
	seen    []uint64 // a bit for every slot that was filled
}

// maxClasses bounds the classes that are counted apart: hostile logs can have
// any number of them.
const maxClasses = 4096

// newCoverage returns the coverage of an engine without events.
func newCoverage(e *Engine) *Coverage {
	n := 0
	for _, r := range e.rules {
		n += len(r.fields)
	}
	c, all := &Coverage{Rules: make([]RuleCoverage, len(e.rules))}, make([]FieldCoverage, 0, n)
	for i, r := range e.rules {
		for _, name := range r.fields {
			all = append(all, FieldCoverage{Name: name})
		}
		c.Rules[i] = RuleCoverage{Rule: r.meta, Known: len(r.groups) > 0, Fields: all[len(all)-len(r.fields) : len(all) : len(all)]}
	}
	return c
}

// of returns the tally of a class.
func (c *counts) of(class event.Class) *tally {
	// Fast path: comparing a class is cheaper than looking it up.
	recent := &c.recent[class.EventID*0x9e3779b1>>(32-recentBits)]
	if *recent == nil || (*recent).class != class {
		*recent = c.find(class)
	}
	return *recent
}

func (c *counts) find(class event.Class) *tally {
	if t, ok := c.classes[class]; ok {
		return t
	}
	if len(c.classes) >= maxClasses {
		c.giveUp()
		clear(c.recent[:])
	}
	t := &tally{class: cloneClass(class), known: class.Channel != "" || class.Provider != "", groups: c.engine.route(class), seen: make([]uint64, (c.engine.names.Len()+63)/64)}
	if len(t.groups) > 0 {
		t.choice = c.engine.plans.Choose(t.groups, class)
	}
	t.sweeps = c.sweepsOf(t.groups)
	t.need = t.whatItNeeds()
	c.classes[t.class] = t
	return t
}

func (t *tally) see(slots []int32) {
	for _, s := range slots {
		t.seen[s/64] |= 1 << (s % 64)
	}
}

func (t *tally) saw(slot int) bool { return t.seen[slot/64]>>(slot%64)&1 != 0 }

func (c *counts) match(rule int) { c.matches[rule]++ }

func (c *counts) fail(rule int, err error) {
	f := c.failures[rule]
	if f == nil {
		f = &failure{first: err}
		c.failures[rule] = f
	}
	f.events++
}

// giveUp forgets the classes, but not what was counted of them.
func (c *counts) giveUp() {
	if c.given == nil {
		c.given = newCoverage(c.engine)
	}
	c.addClasses(c.given)
	clear(c.classes)
}

// addTo adds the counts to total, by rule.
func (c *counts) addTo(total *Coverage) {
	if c.given != nil {
		total.Merge(c.given)
	}
	c.addClasses(total)
	for rule, n := range c.matches {
		total.Rules[rule].Matches += n
	}
	for rule, f := range c.failures {
		r := &total.Rules[rule]
		r.Errors += f.events
		r.First = cmp.Or(r.First, f.first)
	}
}

func (c *counts) addClasses(total *Coverage) {
	for _, t := range c.classes {
		if t.events > 0 {
			c.addClass(total, t)
		}
	}
}

func (c *counts) addClass(total *Coverage, t *tally) {
	total.Events += t.events
	c.counted = append(c.counted[:0], make([]bool, len(total.Rules))...)
	for _, i := range t.groups {
		rules := c.engine.groups[i].Rules()
		for j := range rules {
			n := rules[j].Number
			r := &total.Rules[n]
			r.Unprovidable = union(r.Unprovidable, c.engine.absent(&rules[j]))
			// An event that does not say what it is is shown to every rule, yet
			// it is no sign that a rule's log source was there.
			if t.known && !c.counted[n] {
				c.counted[n] = true
				r.Events += t.events
			}
			for k, slot := range rules[j].Slots {
				r.Fields[k].Seen = r.Fields[k].Seen || t.saw(slot)
			}
		}
	}
}
