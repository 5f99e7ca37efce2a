package correlate

import (
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// group is the events of a node that have the same values in its group-by
// fields, as far back as the timespan goes.
type group struct {
	node         *node
	keyed        *keyed
	older, newer *group // in the list of groups

	items  []item // from head on; the others have slid out
	head   int32
	count  int32 // of events
	opened int64 // when its first event was; windows that close are closed by it

	again    again  // alerts at one time
	fired    bool   // the condition has been true since it fired
	reported uint64 // the last event that was reported

	tally *tally // of types that keep more than events
}

// tally is what a type measures, kept up to date.
type tally struct {
	seen    map[string]int // how often each value is there; nil while there are few
	values  int            // different ones
	present []int32        // how many events each rule has
	sorted  []float64
	sum     int64 // of the values that are small whole numbers
	odd     int   // how many are not

	alert  *alert.Alert // the last one, where the end of a window decides
	outlet *outlet
}

// mark says which event an alert is of. All correlations that take the alert
// share it.
type mark struct {
	time int64
	seq  uint64
	id   string // of the alert
}

// item is one event, or one of its values or rules.
type item struct {
	*mark
	number float64 // a value; of temporal types the number of the rule
	text   string
}

func (it item) rule() int { return int(it.number) }

func (g *group) first() *item { return &g.items[g.head] }
func (g *group) last() *item  { return &g.items[len(g.items)-1] }

// live is the items that are in the window.
func (g *group) live() []item { return g.items[g.head:] }

// push adds an item; another one of the same event does not count again.
func (g *group) push(it item) {
	if len(g.items) == int(g.head) || g.last().seq != it.seq {
		g.count++
	}
	if g.items == nil {
		g.items = make([]item, 0, 4)
	}
	g.items = append(g.items, it)
}

// pop takes the oldest item out.
func (g *group) pop() item {
	it := g.items[g.head]
	g.items[g.head] = item{}
	if g.head++; int(g.head) == len(g.items) || g.items[g.head].seq != it.seq {
		g.count--
	}
	if g.head >= 4 && 2*int(g.head) >= len(g.items) {
		left := copy(g.items, g.items[g.head:])
		clear(g.items[left:])
		g.items, g.head = g.items[:left], 0
	}
	return it
}

// slide takes out what is more than a timespan older than t, and what is too
// much.
func (n *node) slide(g *group, in input) {
	if n.rule.Type == rules.FirstSeen {
		n.keepLast(g, in)
		return
	}
	if !n.rule.AtClose() {
		for int(g.head) < len(g.items) && g.first().time < earlier(in.time, n.span) {
			n.measure.remove(g, g.pop())
		}
	}
	for len(g.items)-int(g.head) >= n.most {
		n.measure.remove(g, g.pop())
		n.lostEvents++
	}
}
