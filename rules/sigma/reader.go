package sigma

import (
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/ir"
)

// reader turns one document into a rule.
type reader struct {
	*format
	*budget
	piped
	doc          *document.Document
	problems     []*rules.Problem
	refused      bool
	alternatives int                // so far
	tooLarge     bool               // and that was reported
	section      *yaml.Node         // of selections and conditions
	negates      bool               // some condition has a not
	aggregated   *rules.Correlation // that an aggregation behind the condition means
}

// fault is something wrong inside a scalar, before anyone has asked where that
// scalar stands.
type fault struct {
	code   string
	offset int // in bytes of the decoded scalar
	msg    string
	hint   string
}

// rule reads the document. What it returns is only good when r is not refused.
func (r *reader) rule() *rules.Rule {
	rule := &rules.Rule{Kind: rules.KindSigma}
	for _, p := range r.doc.Meta(rule) {
		r.add(p)
	}
	r.metadata(rule)
	what, written := r.what(), r.doc
	if !r.pipelines(rule, what) {
		return rule
	}
	switch what {
	case "correlation":
		rule.Kind, rule.Correlation = rules.KindCorrelation, r.correlation()
		r.finish(rule)
	case "filter":
		r.logsource(rule)
		rule.Kind = rules.KindFilter
		rule.Filter, rule.Condition = r.filter()
		r.addSections(rule)
	case "detection":
		if r.doc.Has("expr") {
			rule.Kind = rules.KindSigmaExpr
		}
		r.logsource(rule)
		rule.Condition = r.detection(what)
		rule.Correlation = r.aggregated
		r.renameAggregated(rule, written)
		r.addSections(rule)
	default:
		r.refused = true
	}
	return rule
}

// what returns the key that says what the document is: detection, correlation or
// filter; "" when it has none, which is a fault only where it looks like a rule:
// other formats may know it.
func (r *reader) what() string {
	var found []*yaml.Node
	for _, key := range []string{"correlation", "filter", "detection"} {
		if k, _ := r.doc.Get(key); k != nil {
			found = append(found, k)
		}
	}
	switch {
	case len(found) > 1:
		r.report(found[0], codeMissing, "one document is either a %s or a %s", found[0].Value, found[1].Value).Hint = "put --- between the two"
	case len(found) == 1:
		return found[0].Value
	case r.doc.Has("title") || r.doc.Has("logsource"):
		r.missing(nil, r.doc.Root, "detection", "the rule has no %s")
	}
	return ""
}

func (r *reader) logsource(rule *rules.Rule) {
	k, _ := r.doc.Get("logsource")
	switch {
	case k == nil:
		r.missing(nil, r.doc.Root, "logsource", "the rule has no %s")
	case rule.Logsource == taxonomy.Logsource{}:
		r.report(k, codeMissing, "the logsource names no product, category or service")
	case r.taxonomy != nil && len(r.taxonomy.Sources(rule.Logsource)) == 0:
		r.report(k, codeLogsource, "no events are known for this log source; the rule applies to nothing").Hint = "describe the log source in detect.yml"
	}
}

// report adds a problem at n; its level and sentinel are those of the code. The
// caller may still give it a hint.
func (r *reader) report(n *yaml.Node, code, format string, args ...any) *rules.Problem {
	c := checkOf(code)
	p := r.doc.Problem(n, code, c.err, format, args...)
	p.Level = c.Level
	r.add(p)
	return p
}

// reportAt adds a problem inside a scalar.
func (r *reader) reportAt(scalar *yaml.Node, f *fault) {
	if r.full() {
		return
	}
	p := r.report(scalar, f.code, "%s", f.msg)
	p.Hint = f.hint
	if f.offset < len(scalar.Value) {
		p.Line, p.Col = r.doc.Position(scalar, f.offset)
	}
}

// at returns what a condition node remembers of its author.
func at(n *yaml.Node, text string) ir.Meta {
	return ir.Meta{Line: n.Line, Col: n.Column, Text: text}
}
