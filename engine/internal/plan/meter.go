package plan

import "time"

// Meter measures what the rules of one goroutine cost.
type Meter struct {
	Now   func() time.Duration
	Costs []Cost        // by the engine's number of the rule
	Index time.Duration // what finding literals took, which all rules share
}

// Cost is what evaluating one rule took.
type Cost struct {
	Candidates  int64 // times that the index let it through
	Evaluations int64 // tests that then were asked of values, the index having no answer
	Time        time.Duration
}

// RunMeasured is Run, measured. The two are apart so that Run pays nothing.
func (p *Program) RunMeasured(dst []Outcome, s *State, m *Meter) []Outcome {
	last := m.Now()
	lap := func() time.Duration {
		before := last
		last = m.Now()
		return last - before
	}
	ix := p.indexed(s)
	ix.scan(s)
	m.Index += lap()
	for r := range ix.candidates(s) {
		asked := s.Asked
		dst = r.run(dst, s)
		c := &m.Costs[r.rule.Number]
		c.Candidates++
		c.Evaluations += s.Asked - asked
		c.Time += lap()
	}
	return dst
}
