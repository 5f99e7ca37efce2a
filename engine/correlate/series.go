package correlate

import "github.com/rulehound/rulehound/engine/alert"

// group is the events of a window that have the same values in its group-by
// fields. It has no pointers: numbers of other things, 0 for none.
type group struct {
	when         int64 // of its last event, or of its first where windows close
	window, key  uint32
	sibling      uint32 // the next group with the same key
	older, newer uint32 // in the window's list of groups, which goes by when
	series       uint32 // of the window's first column
	by           uint32 // the last input, where the end of the window decides
}

// series is the events of a group that have what a column measures, as far back
// as the timespan goes.
type series struct {
	since    int64  // the time of its first event
	seq      uint64 // of its last event
	items    run
	events   int32
	tally    uint32 // what is measured; only where there are many items
	next     uint32 // the group's series of the next column
	fired    uint16 // which judges' conditions have been true since they fired; of first_seen: it was seen
	reported uint16 // which judges have fired at some time
}

// item is one event of a series, or one of its values.
type item struct {
	value uint64 // the digest of a text, the bits of a number, or a rule's number
	hit   uint32
}

// hit is an alert that is in some series.
type hit struct {
	time  int64
	seq   uint64 // of the event
	rule  *alert.Rule
	part  string
	items int32 // that are of it
}

// verdict is what a judge of a column thinks of a series.
type verdict struct {
	series uint32
	judge  uint8
}

func (v verdict) bit() uint16 { return 1 << v.judge }

// firing is what is known of a verdict that has fired.
type firing struct {
	reported uint64 // the last event that was reported
	time     int64
	count    int // of the alerts at that time
}

// live returns the items of a series, the oldest first, until it changes.
func (c *Correlator) live(s *series) []item { return c.items.of(&s.items) }

// last returns the newest alert in a series.
func (c *Correlator) last(s *series) *hit {
	live := c.live(s)
	return c.hits.at(live[len(live)-1].hit)
}

// push adds an item; another one of the same event does not count again.
func (c *Correlator) push(s *series, value uint64, number uint32) {
	h := c.hits.at(number)
	h.items++
	if s.items.length == 0 {
		s.since = h.time
	}
	if s.items.length == 0 || s.seq != h.seq {
		s.events++
	}
	s.seq = h.seq
	c.items.push(&s.items, item{value, number})
}

// pop takes the oldest item out and returns its value.
func (c *Correlator) pop(s *series) uint64 {
	it := c.items.pop(&s.items)
	h := c.hits.at(it.hit)
	if s.items.length == 0 {
		s.events--
	} else if next := c.live(s)[0].hit; next != it.hit {
		first := c.hits.at(next)
		if s.since = first.time; first.seq != h.seq {
			s.events--
		}
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
