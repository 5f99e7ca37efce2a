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
	doc          *document.Document
	problems     []*rules.Problem
	refused      bool
	alternatives int  // so far
	tooLarge     bool // and that was reported
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
	if !r.isDetection() {
		r.refused = true
		return nil
	}
	if r.doc.Has("expr") {
		rule.Kind = rules.KindSigmaExpr
	}
	r.logsource(rule)
	r.metadata(rule)
	rule.Condition = r.detection()
	return rule
}

// isDetection reports whether the document is a rule on single events. It says
// what else it is, but where it does not look like a rule at all: other formats
// may know it.
func (r *reader) isDetection() bool {
	for _, kind := range [...]struct{ key, code string }{{"correlation", codeCorrelation}, {"filter", codeFilter}} {
		if k, _ := r.doc.Get(kind.key); k != nil {
			r.report(k, kind.code, "%s documents are not supported yet", kind.key)
			return false
		}
	}
	if r.doc.Has("detection") {
		return true
	}
	if r.doc.Has("title") || r.doc.Has("logsource") {
		r.missing(nil, r.doc.Root, "detection", "the rule has no %s")
	}
	return false
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
