package correlate

// judgeNew fires when the series is new, but not while values are learnt, nor
// when the event is one of those that only say what is known. Afterwards the
// event is of no more use.
func (n *node) judgeNew(v verdict, s *series, key uint32, in *input) {
	news := n.news(s, in)
	s.fired = v.bit()
	n.tell(s, key, 1, news == Unseen, news)
	if news == Unseen {
		n.fire(v, s, key, 1, in)
	}
	for s.Len() > 0 {
		n.column.pop(s)
	}
}

// news says how new the series is that an event is in.
func (n *node) news(s *series, in *input) News {
	switch {
	case s.fired != 0:
		return Seen
	case n.learning(in.time):
		return Learnt
	case n.taught(s):
		return Taught
	}
	return Unseen
}

func (n *node) learning(t int64) bool {
	learn := int64(n.rule.Learn)
	return learn > 0 && t <= later(n.column.window.began, learn)
}

// taught reports whether the event in the series satisfies a rule that only
// teaches.
func (n *node) taught(s *series) bool {
	judged := uint64(len(n.rule.Rules) - n.rule.Known)
	for _, it := range n.correlator.past.Items(&s.Series) {
		if it.Value >= judged {
			return true
		}
	}
	return false
}
