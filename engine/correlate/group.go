package correlate

import "github.com/rulehound/rulehound/engine/correlate/internal/memory"

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
	memory.Series
	next     uint32 // the group's series of the next column
	fired    uint16 // which judges' conditions have been true since they fired; of first_seen: it was seen
	reported uint16 // which judges have fired at some time
}

// group returns the group of an alert, the last in the list where that goes by
// last events.
func (w *window) group(in *input) (uint32, *group) {
	c := w.correlator
	key := uint32(in.outlet.group.of(in.alert)[0])
	i := w.find(key)
	if i == 0 {
		if w.held >= c.opts.MaxGroups {
			w.evict()
		}
		i = w.make(key)
	} else if w.closes {
		return i, c.groups.At(i)
	} else if i != w.newest {
		w.unlink(c.groups.At(i))
		w.link(i)
	}
	g := c.groups.At(i)
	g.when = in.time
	return i, g
}

// find returns the window's group with a key, 0 for none. Correlations that share
// keys take the same alerts, one after the other, so that it is most often the
// group behind the last one that was looked for.
func (w *window) find(key uint32) uint32 {
	groups, k := &w.correlator.groups, w.keys.Entry(key)
	for i := k.Next; i != 0; i = groups.At(i).sibling {
		if g := groups.At(i); g.window == w.number {
			k.Next = g.sibling
			return i
		}
	}
	for i := k.First; i != k.Next; i = groups.At(i).sibling {
		if g := groups.At(i); g.window == w.number {
			k.Next = g.sibling
			return i
		}
	}
	return 0
}

// make makes a group, the last of those with its key.
func (w *window) make(key uint32) uint32 {
	c, k := w.correlator, w.keys.Entry(key)
	i := c.groups.Take()
	*c.groups.At(i) = group{window: w.number, key: key, series: w.makeSeries()}
	w.keys.Share(key)
	end := &k.First
	for *end != 0 {
		end = &c.groups.At(*end).sibling
	}
	*end, k.Next = i, 0
	w.link(i)
	w.held++
	return i
}

// makeSeries makes a series for each column, and returns the first one's number.
func (w *window) makeSeries() uint32 {
	all := &w.correlator.series
	first := all.Take()
	for last, rest := first, w.columns[1:]; len(rest) > 0; rest = rest[1:] {
		next := all.Take()
		all.At(last).next, last = next, next
	}
	return first
}

// unfind takes a group out of those with its key.
func (w *window) unfind(i uint32, g *group) {
	k := w.keys.Entry(g.key)
	at := &k.First
	for *at != i {
		at = &w.correlator.groups.At(*at).sibling
	}
	*at, k.Next = g.sibling, 0
	w.keys.Release(g.key)
}

func (w *window) link(i uint32) {
	groups := &w.correlator.groups
	g := groups.At(i)
	g.older, g.newer = w.newest, 0
	if w.newest != 0 {
		groups.At(w.newest).newer = i
	} else {
		w.oldest = i
	}
	w.newest = i
}

func (w *window) unlink(g *group) {
	groups := &w.correlator.groups
	if g.older != 0 {
		groups.At(g.older).newer = g.newer
	} else {
		w.oldest = g.newer
	}
	if g.newer != 0 {
		groups.At(g.newer).older = g.older
	} else {
		w.newest = g.older
	}
}
