// Package rules loads rule files: it keeps the good rules and reports every
// problem with the others.
package rules

import (
	"cmp"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// The kinds of rules, as alerts show them.
const (
	KindSigma     = "sigma"
	KindExpr      = "expr"
	KindSigmaExpr = "sigma+expr"

	KindCorrelation = "correlation" // a rule on the alerts of others
	KindFilter      = "filter"      // no rule by itself: it narrows others
)

// Rule is one rule with all its metadata. It is read-only once loaded.
type Rule struct {
	ID, Title, Name, Kind            string
	Level, Status                    string // as Sigma spells them, lower case; "" when not given
	Description, Author, License     string
	Date, Modified                   string // as the author wrote them
	References, Tags, FalsePositives []string
	Fields                           []string // fields that the author wants to see
	Related                          []Related
	Taxonomy                         string
	Logsource                        taxonomy.Logsource
	Definition                       string         // logsource.definition: what auditing the rule needs
	Custom                           map[string]any // keys that Sigma does not define, as they were written
	File                             string
	Line                             int     // where the document starts in File, 1-based
	Doc                              int     // which document of File, from 0
	SHA256                           string  // of the document's text, lower-case hexadecimal
	Condition                        ir.Node // nil for a correlation, unless it correlates its own events

	Correlation *Correlation        // what several events must be together; nil for a rule on single events
	Filter      *Filter             // of a filter: what it is for
	Exports     []string            // fields whose values the correlations of the set need of its alerts
	Changes     []Change            // what pipelines did to it, in order
	Written     *taxonomy.Logsource // the log source that its author gave, where a pipeline gave it another
	Filters     []*Rule             // that narrow this rule; their conditions are part of Condition already

	// Finish does what a correlation's format can only do when the log sources of
	// the rules it is made of are known. The [Loader] calls it once; a problem at
	// Error level refuses the correlation. Nil when there is nothing to do.
	Finish func(of []taxonomy.Logsource) *Problem `json:"-"`
}

// Named returns the rule's title, or else its id or name, for people.
func (r *Rule) Named() string { return cmp.Or(r.Title, r.ID, r.Name) }

// Related is a link to another rule, as Sigma's related attribute gives it.
type Related struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}
