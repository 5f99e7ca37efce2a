package rules

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"slices"
	"strings"
)

// Set is the rules that were loaded and what was wrong with the others. It is
// immutable and safe for concurrent use. The zero Set is empty.
type Set struct {
	rules                 []*Rule // on single events
	correlations, filters []*Rule
	problems              []*Problem
	byID                  map[string]*Rule
	quiet                 map[*Rule]bool
	helpers               map[*Rule]bool
}

// NewSet returns the set of rules, correlations and filters among them, and
// problems. It keeps the order of the rules and sorts the problems. The rules
// that correlations refer to must be among them.
func NewSet(rules []*Rule, problems []*Problem) *Set {
	s := &Set{problems: distinct(problems), byID: map[string]*Rule{}}
	for _, r := range rules {
		if r.Filter != nil {
			s.filters = append(s.filters, r)
			continue
		}
		if r.Correlation != nil {
			s.correlations = append(s.correlations, r)
		}
		if r.Correlation == nil || r.Correlation.Own {
			s.rules = append(s.rules, r)
		}
		if key := strings.ToLower(r.ID); key != "" && s.byID[key] == nil {
			s.byID[key] = r
		}
	}
	s.quiet = quietRules(s.correlations)
	return s
}

// quietRules are the rules that some correlation refers to and none wants to
// hear on their own.
func quietRules(correlations []*Rule) map[*Rule]bool {
	quiet, loud := map[*Rule]bool{}, map[*Rule]bool{}
	for _, r := range correlations {
		for _, ref := range r.Correlation.Rules {
			quiet[ref.Rule] = true
			if r.Correlation.Generate {
				loud[ref.Rule] = true
			}
		}
	}
	for r := range loud {
		delete(quiet, r)
	}
	return quiet
}

// All yields the rules on single events in the order of their files and
// documents. One that correlates its own events is among the correlations, too.
func (s *Set) All() iter.Seq[*Rule] { return slices.Values(s.rules) }

// Correlations yields the rules on several events.
func (s *Set) Correlations() iter.Seq[*Rule] { return slices.Values(s.correlations) }

// Filters yields the filters. The conditions of the rules contain theirs already.
func (s *Set) Filters() iter.Seq[*Rule] { return slices.Values(s.filters) }

// Quiet reports whether r raises no alerts of its own since a correlation is
// made of them, which Sigma calls generate: false.
func (s *Set) Quiet(r *Rule) bool { return s.quiet[r] }

// Helper reports whether r is there only because a correlation needs it: Keep
// was asked for that one, not for r.
func (s *Set) Helper(r *Rule) bool { return s.helpers[r] }

// Len returns the number of rules on single events.
func (s *Set) Len() int { return len(s.rules) }

// Keep returns the set without the rules that keep does not want. Those that
// its correlations are made of stay as their helpers. What was wrong with rules
// stays in it.
func (s *Set) Keep(keep func(*Rule) bool) *Set {
	if len(s.correlations) == 0 && !slices.ContainsFunc(s.rules, func(r *Rule) bool { return s.helpers[r] || !keep(r) }) {
		return s
	}
	wanted, needed := map[*Rule]bool{}, map[*Rule]bool{}
	var need func(r *Rule)
	need = func(r *Rule) {
		if needed[r] {
			return
		}
		needed[r] = true
		if r.Correlation != nil {
			for _, ref := range r.Correlation.Rules {
				need(ref.Rule)
			}
		}
	}
	for _, r := range slices.Concat(s.rules, s.correlations) {
		if wanted[r] = keep(r) && !s.helpers[r]; wanted[r] {
			need(r)
		}
	}
	all := slices.Concat(s.rules, slices.DeleteFunc(slices.Clone(s.correlations), func(r *Rule) bool { return r.Correlation.Own }), s.filters)
	left := NewSet(slices.DeleteFunc(all, func(r *Rule) bool { return r.Filter == nil && !needed[r] }), s.problems)
	left.helpers = map[*Rule]bool{}
	for r := range needed {
		if !wanted[r] {
			left.helpers[r] = true
		}
	}
	return left
}

// ByID returns the rule or correlation with that id, in any case; nil when
// there is none. Of several the first is returned.
func (s *Set) ByID(id string) *Rule { return s.byID[strings.ToLower(id)] }

// Problems returns everything that is wrong, sorted by file and position.
func (s *Set) Problems() []*Problem { return slices.Clone(s.problems) }

// Err joins the problems that made a rule be refused; nil when there are none.
func (s *Set) Err() error {
	var errs []error
	for _, p := range s.problems {
		if p.Level == Error {
			errs = append(errs, p)
		}
	}
	return errors.Join(errs...)
}

// SHA256 identifies what the set detects: it is the same for the same rule
// documents wherever they are kept and however they are ordered.
func (s *Set) SHA256() string {
	var sums []string
	for _, list := range [][]*Rule{s.rules, s.correlations, s.filters} {
		for _, r := range list {
			sums = append(sums, r.SHA256)
		}
	}
	slices.Sort(sums)
	h := sha256.New()
	for _, sum := range sums {
		h.Write([]byte(sum))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// distinct returns the problems sorted by position, each once: two formats that
// read one document find the same fault in what they share.
func distinct(problems []*Problem) []*Problem {
	sorted := slices.Clone(problems)
	slices.SortStableFunc(sorted, func(a, b *Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Msg, b.Msg))
	})
	return slices.CompactFunc(sorted, func(a, b *Problem) bool {
		return a.File == b.File && a.Line == b.Line && a.Col == b.Col && a.Code == b.Code && a.Msg == b.Msg
	})
}
