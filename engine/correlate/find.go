package correlate

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
		return i, c.groups.at(i)
	} else if i != w.newest {
		w.unlink(c.groups.at(i))
		w.link(i)
	}
	g := c.groups.at(i)
	g.when = in.time
	return i, g
}

// find returns the window's group with a key, 0 for none. Correlations that share
// keys take the same alerts, one after the other, so that it is most often the
// group behind the last one that was looked for.
func (w *window) find(key uint32) uint32 {
	groups, k := &w.correlator.groups, w.keys.entries.at(key)
	for i := k.next; i != 0; i = groups.at(i).sibling {
		if g := groups.at(i); g.window == w.number {
			k.next = g.sibling
			return i
		}
	}
	for i := k.first; i != k.next; i = groups.at(i).sibling {
		if g := groups.at(i); g.window == w.number {
			k.next = g.sibling
			return i
		}
	}
	return 0
}

// make makes a group, the last of those with its key.
func (w *window) make(key uint32) uint32 {
	c, k := w.correlator, w.keys.entries.at(key)
	i := c.groups.take()
	*c.groups.at(i) = group{window: w.number, key: key, series: w.makeSeries()}
	k.holders++
	end := &k.first
	for *end != 0 {
		end = &c.groups.at(*end).sibling
	}
	*end, k.next = i, 0
	w.link(i)
	w.held++
	return i
}

// makeSeries makes a series for each column, and returns the first one's number.
func (w *window) makeSeries() uint32 {
	all := &w.correlator.series
	first := all.take()
	for last, rest := first, w.columns[1:]; len(rest) > 0; rest = rest[1:] {
		next := all.take()
		all.at(last).next, last = next, next
	}
	return first
}

// unfind takes a group out of those with its key.
func (w *window) unfind(i uint32, g *group) {
	k := w.keys.entries.at(g.key)
	at := &k.first
	for *at != i {
		at = &w.correlator.groups.at(*at).sibling
	}
	*at, k.next = g.sibling, 0
	w.keys.release(g.key)
}

func (w *window) link(i uint32) {
	groups := &w.correlator.groups
	g := groups.at(i)
	g.older, g.newer = w.newest, 0
	if w.newest != 0 {
		groups.at(w.newest).newer = i
	} else {
		w.oldest = i
	}
	w.newest = i
}

func (w *window) unlink(g *group) {
	groups := &w.correlator.groups
	if g.older != 0 {
		groups.at(g.older).newer = g.newer
	} else {
		w.oldest = g.newer
	}
	if g.newer != 0 {
		groups.at(g.newer).older = g.older
	} else {
		w.newest = g.older
	}
}
