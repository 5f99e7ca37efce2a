// Package sigma reads Sigma rules into the condition tree of rules/ir. It is
// the one door to sigma-go, which parses the rule; what sigma-go cannot
// represent is taken out before, and everything is validated here.
package sigma

import (
	"bytes"
	"path"
	"strings"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
)

// Option changes how a [Format] reads rules.
type Option func(*format)

// WithPlaceholders gives the values of placeholders, as %Administrators% under
// the expand modifier, by name without the percent signs. Wildcards in the
// values work. The map must not change afterwards.
func WithPlaceholders(values map[string][]string) Option {
	return func(f *format) { f.placeholders = values }
}

// WithTaxonomy makes the format warn of log sources that t does not know.
func WithTaxonomy(t *taxonomy.Table) Option {
	return func(f *format) { f.taxonomy = t }
}

// Format returns the reader of Sigma rules.
func Format(opts ...Option) rules.Format {
	f := &format{}
	for _, opt := range opts {
		opt(f)
	}
	return f
}

type format struct {
	placeholders map[string][]string
	taxonomy     *taxonomy.Table
	pipelines    []*Pipeline
}

// Claims implements rules.Format: YAML files that have a word which every Sigma
// document needs, and those in UTF-16.
func (f *format) Claims(file string, src []byte) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".yml", ".yaml":
	default:
		return false
	}
	for _, word := range []string{"detection", "logsource", "correlation", "filter", "\xff\xfe", "\xfe\xff"} {
		if bytes.Contains(src, []byte(word)) {
			return true
		}
	}
	return false
}

// Parse implements rules.Format. Documents that have an expr and no detection
// are left to that language.
func (f *format) Parse(file string, src []byte) ([]*rules.Rule, []*rules.Problem) {
	docs, problems := document.Split(file, src)
	work := &budget{left: maxWork}
	for _, values := range f.placeholders {
		work.left += perFilled * len(values) // each may be used once, however many there are
	}
	var good []*rules.Rule
	for _, doc := range docs {
		if doc.Has("expr") && !doc.Has("detection") {
			continue
		}
		r := reader{format: f, budget: work, doc: doc}
		if rule := r.rule(); !r.refused {
			good = append(good, rule)
		}
		problems = append(problems, r.problems...)
	}
	return good, problems
}
