package correlate

// judgeNew fires when the group is new, but not while values are learnt, nor
// when the event is one of those that only say what is known. Afterwards the
// event is of no more use.
func (n *node) judgeNew(i uint32, g *group, in *input) {
	news := n.news(g, in)
	g.fired = true
	n.tell(g, 1, news == Unseen, news)
	if news == Unseen {
		n.fire(i, g, 1, in)
	}
	for g.head != 0 {
		n.pop(g)
	}
}

// news says how new the group is that an event is in.
func (n *node) news(g *group, in *input) News {
	switch {
	case g.fired:
		return Seen
	case n.learning(in.time):
		return Learnt
	case n.taught(g):
		return Taught
	}
	return Unseen
}

func (n *node) learning(t int64) bool {
	learn := int64(n.rule.Learn)
	return learn > 0 && t <= later(n.began, learn)
}

// taught reports whether the event in the group satisfies a rule that only
// teaches.
func (n *node) taught(g *group) bool {
	judged := uint64(len(n.rule.Rules) - n.rule.Known)
	for _, it := range n.correlator.live(g) {
		if it.value >= judged {
			return true
		}
	}
	return false
}
