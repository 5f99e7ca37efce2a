package match

// set finds a text that is equal to one of many literals.
type set map[string]int

func newSet(literals []whole) set {
	s := make(set, len(literals))
	for _, l := range literals {
		if _, ok := s[l.text]; !ok {
			s[l.text] = l.pattern
		}
	}
	return s
}

func (s set) find(text []byte) int {
	if p, ok := s[string(text)]; ok {
		return p
	}
	return -1
}

func (set) only() int { return -1 }
