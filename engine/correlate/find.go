package correlate

// group returns the group of an alert, the last in the list where that goes by
// last events.
func (n *node) group(in *input) (uint32, *group) {
	c := n.correlator
	key := uint32(in.outlet.group.of(in.alert)[0])
	i := n.find(key)
	if i == 0 {
		if n.held >= c.opts.MaxGroups {
			n.lostGroups++
			n.forget(n.oldest)
		}
		i = n.make(key)
	} else if n.closes {
		return i, c.groups.at(i)
	} else if i != n.newest {
		n.unlink(c.groups.at(i))
		n.link(i)
	}
	g := c.groups.at(i)
	g.when = in.time
	return i, g
}

// find returns the node's group with a key, 0 for none. Correlations that share
// keys take the same alerts, one after the other, so that it is most often the
// group behind the last one that was looked for.
func (n *node) find(key uint32) uint32 {
	groups, k := &n.correlator.groups, n.keys.entries.at(key)
	for i := k.next; i != 0; i = groups.at(i).sibling {
		if g := groups.at(i); g.node == n.number {
			k.next = g.sibling
			return i
		}
	}
	for i := k.first; i != k.next; i = groups.at(i).sibling {
		if g := groups.at(i); g.node == n.number {
			k.next = g.sibling
			return i
		}
	}
	return 0
}

// make makes a group, the last of those with its key.
func (n *node) make(key uint32) uint32 {
	c, k := n.correlator, n.keys.entries.at(key)
	i := c.groups.take()
	*c.groups.at(i) = group{node: n.number, key: key}
	k.holders++
	end := &k.first
	for *end != 0 {
		end = &c.groups.at(*end).sibling
	}
	*end, k.next = i, 0
	n.link(i)
	n.held++
	return i
}

// unfind takes a group out of those with its key.
func (n *node) unfind(i uint32, g *group) {
	k := n.keys.entries.at(g.key)
	at := &k.first
	for *at != i {
		at = &n.correlator.groups.at(*at).sibling
	}
	*at, k.next = g.sibling, 0
	n.keys.release(g.key)
}

func (n *node) link(i uint32) {
	groups := &n.correlator.groups
	g := groups.at(i)
	g.older, g.newer = n.newest, 0
	if n.newest != 0 {
		groups.at(n.newest).newer = i
	} else {
		n.oldest = i
	}
	n.newest = i
}

func (n *node) unlink(g *group) {
	groups := &n.correlator.groups
	if g.older != 0 {
		groups.at(g.older).newer = g.newer
	} else {
		n.oldest = g.newer
	}
	if g.newer != 0 {
		groups.at(g.newer).older = g.older
	} else {
		n.newest = g.older
	}
}
