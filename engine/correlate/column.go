package correlate

import "github.com/rulehound/rulehound/engine/correlate/internal/memory"

// column is what some correlations measure of the events in a window; they
// share the series of it in each group.
type column struct {
	window   *window
	readings []*reading // the values that count, by the numbers of the rules; none: each event counts as one
	numeric  bool       // values are the bits of numbers
	most     uint32     // items of a series
	kept     memory.Kept
	judges   []*node

	lostGroups, lostEvents int64
}

// maxJudges is how many correlations a series can remember the decisions of.
const maxJudges = 16

// countsOnce is the value of an event where nothing is measured.
var countsOnce = [1]uint64{}

// values returns what is measured of an alert.
func (col *column) values(in *input) []uint64 {
	switch {
	case col.readings != nil:
		return col.readings[in.outlet.rule].of(in.alert)
	case col.window.perRule:
		return in.outlet.number[:]
	}
	return countsOnce[:]
}

// accept adds an event to series s, which is number i, of group g.
func (col *column) accept(g, i uint32, s *series, in *input) {
	w := col.window
	values := col.values(in)
	if len(values) == 0 || s.Seq == in.seq && s.Len() > 0 && !w.perRule {
		return // the event counts already, by another rule
	}
	col.slide(s, in)
	number := w.correlator.past.Add(in.alert, in.outlet.from, in.time, in.seq)
	for _, v := range values {
		col.enter(s, v, number)
	}
	switch group := w.correlator.groups.At(g); {
	case w.closes:
		w.correlator.remember(group, in)
	case w.perRule:
		w.judgeLater(g, in)
	default:
		col.judge(i, s, group.key, in)
	}
}

// enter adds one item to a series.
func (col *column) enter(s *series, value uint64, hit uint32) {
	col.window.correlator.past.Push(&s.Series, col.kept, value, hit)
}

// pop takes the oldest item of a series out.
func (col *column) pop(s *series) { col.window.correlator.past.Pop(&s.Series, col.kept) }

// slide takes out what is more than a timespan older than the event that comes,
// and what is too much. Of values that were seen only the last event matters.
func (col *column) slide(s *series, in *input) {
	w := col.window
	c := w.correlator
	switch {
	case w.news:
		for s.Len() > 0 && c.past.First(&s.Series).Seq != in.seq {
			col.pop(s)
		}
		return
	case !w.closes:
		for t := earlier(in.time, w.span); s.Len() > 0 && s.Since < t; {
			col.pop(s)
		}
	}
	for s.Len() >= col.most {
		col.pop(s)
		col.lostEvents++
	}
}

// judge lets the correlations judge series s, which is number i.
func (col *column) judge(i uint32, s *series, key uint32, in *input) {
	if s.Len() == 0 {
		return
	}
	for k, n := range col.judges {
		n.judge(verdict{i, uint8(k)}, s, key, in)
	}
}

// conclude fires the correlations whose conditions hold at a window's end.
func (col *column) conclude(i uint32, s *series, key uint32, by *input) {
	if s.Len() == 0 {
		return
	}
	for k, n := range col.judges {
		value, holds := n.holds(s)
		n.tell(s, key, value, holds, "")
		if holds {
			n.fire(verdict{i, uint8(k)}, s, key, value, by)
		}
	}
}

// forget empties series s, which is number i, and drops it.
func (col *column) forget(i uint32, s *series) {
	c := col.window.correlator
	for s.Len() > 0 {
		col.pop(s)
	}
	if s.reported != 0 {
		for k := range col.judges {
			delete(c.firings, verdict{i, uint8(k)})
		}
	}
	c.series.Give(i)
}
