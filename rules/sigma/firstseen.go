package sigma

import (
	"gopkg.in/yaml.v3"
)

// firstSeen checks a correlation that asks whether values are new, and joins the
// rules that only say what is known to the others.
func (s *section) firstSeen(key, m *yaml.Node) {
	if len(s.c.GroupBy) == 0 {
		s.report(key, codeCorrelation, "first_seen of which values?").Hint = "add group-by"
	}
	for _, name := range []string{"condition", "field", "percentile"} {
		if k, _ := pair(m, name); k != nil {
			s.report(k, codeCorrelation, "first_seen has no %s", name).Hint = "the values of group-by are what is new"
		}
	}
	s.c.Rules = append(s.c.Rules, s.known...)
	s.c.Known = len(s.known)
}
