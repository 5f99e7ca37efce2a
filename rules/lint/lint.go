// Package lint finds what is wrong with rules that can only be seen of a whole
// set, or that does not keep a rule from running.
package lint

import (
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// Option changes what [Check] knows.
type Option func(*linter)

// WithTaxonomy says which log sources and fields are known; without it those of
// Windows are.
func WithTaxonomy(t *taxonomy.Table) Option { return func(l *linter) { l.taxonomy = t } }

// Check runs all checks over the rules of set.
func Check(set *rules.Set, opts ...Option) []*rules.Problem {
	l := &linter{set: set, taxonomy: taxonomy.Windows()}
	for _, opt := range opts {
		opt(l)
	}
	var found []*rules.Problem
	for _, check := range checks {
		found = append(found, check(l)...)
	}
	return found
}

// linter is what checks look at.
type linter struct {
	set      *rules.Set
	taxonomy *taxonomy.Table
}

// checks are the checks, one a file.
var checks = []func(*linter) []*rules.Problem{
	duplicateIDs,
	metadata,
	unknownFields,
}

// warning returns a problem that does not keep r from running.
func warning(r *rules.Rule, code, msg, hint string) *rules.Problem {
	return &rules.Problem{File: r.File, Line: r.Line, Col: 1, RuleID: r.ID, Code: code, Level: rules.Warning, Msg: msg, Hint: hint, Err: rules.ErrInvalid}
}
