package engine

import (
	"cmp"

	"github.com/rulehound/rulehound/normalize/event"
)

// counts is what a worker counts: by class of event while it matches, since
// that is cheap, and by rule when asked.
type counts struct {
	routes
	given    *Coverage        // of classes whose routes were given up; nil until there are some
	matches  []int64          // by rule
	failures map[int]*failure // likewise
	counted  []bool           // scratch, by rule: a rule may see a class as two sources
}

// failure is that a rule failed on events, first with an error.
type failure struct {
	events int64
	first  error
}

func newCounts(e *Engine) counts {
	return counts{routes: routes{engine: e, known: map[event.Class]*route{}}, matches: make([]int64, len(e.rules)), failures: map[int]*failure{}}
}

// route returns the route of a class.
func (c *counts) route(class event.Class) *route {
	// Fast path: comparing a class is cheaper than looking it up.
	recent := &c.recent[class.EventID*0x9e3779b1>>(32-recentBits)]
	if *recent == nil || (*recent).class != class {
		*recent = c.find(class)
	}
	return *recent
}

func (c *counts) find(class event.Class) *route {
	if r, ok := c.known[class]; ok {
		return r
	}
	if len(c.known) >= maxClasses {
		c.giveUp()
	}
	return c.add(class)
}

func (c *counts) match(rule int) { c.matches[rule]++ }

func (c *counts) fail(rule int, err error) {
	f := c.failures[rule]
	if f == nil {
		f = &failure{first: err}
		c.failures[rule] = f
	}
	f.events++
}

// giveUp forgets the routes, but not what was counted on them.
func (c *counts) giveUp() {
	if c.given == nil {
		c.given = newCoverage(c.engine)
	}
	c.addClasses(c.given)
	c.forget()
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
	for _, r := range c.known {
		if r.events > 0 {
			c.addClass(total, r)
		}
	}
}

func (c *counts) addClass(total *Coverage, route *route) {
	total.Events += route.events
	c.counted = append(c.counted[:0], make([]bool, len(total.Rules))...)
	for _, i := range route.groups {
		rules := c.engine.groups[i].Rules()
		for j := range rules {
			n := rules[j].Number
			r := &total.Rules[n]
			r.Unprovidable = union(r.Unprovidable, c.engine.absent(&rules[j]))
			// An event that does not say what it is is shown to every rule, yet
			// it is no sign that a rule's log source was there.
			if route.known && !c.counted[n] {
				c.counted[n] = true
				r.Events += route.events
			}
			for k, slot := range rules[j].Slots {
				r.Fields[k].Seen = r.Fields[k].Seen || route.saw(slot)
			}
		}
	}
}
