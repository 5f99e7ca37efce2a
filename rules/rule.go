// Package rules loads rule files: it keeps the good rules and reports every
// problem with the others.
package rules

import (
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// The kinds of rules, as alerts show them.
const (
	KindSigma     = "sigma"
	KindExpr      = "expr"
	KindSigmaExpr = "sigma+expr"
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
	Line                             int    // where the document starts in File, 1-based
	Doc                              int    // which document of File, from 0
	SHA256                           string // of the document's text, lower-case hexadecimal
	Condition                        ir.Node
}

// Related is a link to another rule, as Sigma's related attribute gives it.
type Related struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}
