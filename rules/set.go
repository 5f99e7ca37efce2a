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
	rules    []*Rule
	problems []*Problem
	byID     map[string]*Rule
}

// NewSet returns the set of rules and problems. It keeps the order of the rules
// and sorts the problems.
func NewSet(rules []*Rule, problems []*Problem) *Set {
	s := &Set{rules: slices.Clone(rules), problems: distinct(problems), byID: map[string]*Rule{}}
	for _, r := range s.rules {
		if key := strings.ToLower(r.ID); key != "" && s.byID[key] == nil {
			s.byID[key] = r
		}
	}
	return s
}

// All yields the rules in the order of their files and documents.
func (s *Set) All() iter.Seq[*Rule] { return slices.Values(s.rules) }

// Len returns the number of rules.
func (s *Set) Len() int { return len(s.rules) }

// ByID returns the rule with that id, in any case; nil when there is none. Of
// several the first is returned.
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
	sums := make([]string, len(s.rules))
	for i, r := range s.rules {
		sums[i] = r.SHA256
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
