package correlate

import "github.com/rulehound/rulehound/engine/alert"

// group is the events of a node that have the same values in its group-by
// fields, as far back as the timespan goes. It has no pointers: numbers of
// other things, 0 for none.
type group struct {
	when         int64 // of its last event, or of its first where windows close
	node, key    uint32
	sibling      uint32 // the next group with the same key
	older, newer uint32 // in the node's list of groups, which goes by when
	head, tail   uint32 // its items
	items        int32
	events       int32
	tally        uint32 // what is measured; only where there are many items
	by           uint32 // the last input, where the end of the window decides
	fired        bool   // the condition has been true since it fired; of first_seen: it was seen
	reported     bool   // it has fired at some time
}

// item is one event of a group, or one of its values.
type item struct {
	value uint64 // the number of a text, the bits of a number, or a rule's number
	hit   uint32
	next  uint32
}

// hit is an alert that is in some group.
type hit struct {
	time  int64
	seq   uint64 // of the event
	rule  *alert.Rule
	part  string
	items int32 // that are of it
}

// firing is what is known of a group that has fired.
type firing struct {
	reported uint64 // the last event that was reported
	time     int64
	count    int // of the alerts at that time
}

func (c *Correlator) first(g *group) *hit { return c.hits.at(c.items.at(g.head).hit) }
func (c *Correlator) last(g *group) *hit  { return c.hits.at(c.items.at(g.tail).hit) }

// live returns the items that are in the window, the oldest first, until the
// next call.
func (c *Correlator) live(g *group) []item {
	c.scratch = c.scratch[:0]
	for i := g.head; i != 0; {
		it := *c.items.at(i)
		c.scratch = append(c.scratch, it)
		i = it.next
	}
	return c.scratch
}

// push adds an item; another one of the same event does not count again.
func (c *Correlator) push(g *group, value uint64, number uint32) {
	i := c.items.take()
	*c.items.at(i) = item{value: value, hit: number}
	h := c.hits.at(number)
	h.items++
	if g.tail == 0 {
		g.head = i
		g.events++
	} else {
		tail := c.items.at(g.tail)
		if tail.hit != number && c.hits.at(tail.hit).seq != h.seq {
			g.events++
		}
		tail.next = i
	}
	g.tail = i
	g.items++
}

// pop takes the oldest item out and returns its value.
func (c *Correlator) pop(g *group) uint64 {
	it := *c.items.at(g.head)
	c.items.give(g.head)
	h := c.hits.at(it.hit)
	g.items--
	if g.head = it.next; g.head == 0 {
		g.tail = 0
		g.events--
	} else if next := c.items.at(g.head).hit; next != it.hit && c.hits.at(next).seq != h.seq {
		g.events--
	}
	if h.items--; h.items == 0 {
		c.forgetHit(it.hit)
	}
	return it.value
}

// hit returns the number of the alert that comes in.
func (c *Correlator) hit(in *input) uint32 {
	if c.current.number != 0 && c.current.alert == in.alert && c.current.seq == in.seq {
		return c.current.number
	}
	i := c.hits.take()
	c.buf = appendPart(c.buf[:0], in.alert)
	*c.hits.at(i) = hit{time: in.time, seq: in.seq, rule: in.outlet.from, part: string(c.buf)}
	c.current = current{in.alert, in.seq, i}
	return i
}

func (c *Correlator) forgetHit(i uint32) {
	if c.current.number == i {
		c.current = current{}
	}
	c.hits.give(i)
}

// current is the hit that the last alert became.
type current struct {
	alert  *alert.Alert
	seq    uint64
	number uint32
}
