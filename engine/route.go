package engine

import (
	"strings"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// route is the way that events of one class take through the rules: which groups see
// them, the programs that they run, and how many there were.
type route struct {
	class    event.Class
	known    bool      // the class says which log it is of
	groups   []int     // that see the class
	keywords *keywords // of those
	need     Need
	choice   *plan.Choice // of the programs for it; nil when no group sees it
	layouts  view.Layouts // of its events as they come
	wholes   view.Layouts // of those made whole
	events   int64
	seen     []uint64 // a bit for every slot that was filled
}

func (r *route) see(slots []int32) {
	for _, s := range slots {
		r.seen[s/64] |= 1 << (s % 64)
	}
}

func (r *route) saw(slot int) bool { return r.seen[slot/64]>>(slot%64)&1 != 0 }

// routes are those that a worker has met.
type routes struct {
	engine   *Engine
	known    map[event.Class]*route
	recent   [1 << recentBits]*route // some of them, by a hash of the event id
	keywords []*keywords             // of all of them, each once
}

const recentBits = 7

// maxClasses bounds the classes that have routes of their own: hostile logs can have
// any number of them.
const maxClasses = 4096

// forget forgets all routes.
func (rs *routes) forget() {
	clear(rs.known)
	clear(rs.recent[:])
}

// add makes the route of a class.
func (rs *routes) add(class event.Class) *route {
	r := &route{
		class: cloneClass(class), known: class.Channel != "" || class.Provider != "",
		groups: rs.engine.groupsOf(class), seen: make([]uint64, (rs.engine.names.Len()+63)/64),
	}
	if len(r.groups) > 0 {
		r.choice = rs.engine.plans.Choose(r.groups, class)
	}
	r.keywords = rs.keywordsOf(r.groups)
	r.need = r.whatItNeeds()
	rs.known[r.class] = r
	return r
}

// groupsOf returns the groups whose rules can see events of class c. What the
// class does not say may be anything, so no detection is lost to an event that
// says little.
func (e *Engine) groupsOf(c event.Class) []int {
	var groups []int
	for i, g := range e.groups {
		if g.Source.Match.Matches(c) {
			groups = append(groups, i)
		}
	}
	return groups
}

// cloneClass returns c with texts of its own, to keep.
func cloneClass(c event.Class) event.Class {
	c.Channel, c.Provider = strings.Clone(c.Channel), strings.Clone(c.Provider)
	return c
}
