package rules

import (
	"errors"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
	"github.com/rulehound/rulehound/rules/ir"
)

// parse offers src to every format and makes one rule of each document.
func (l *Loader) parse(file string, src []byte) ([]*Rule, []*Problem) {
	text, err := yamltext.Read(src)
	if err != nil {
		return nil, []*Problem{syntax(file, err)}
	}
	if text.String() != string(src) {
		src = []byte(text.String())
	}
	p := parsed{file: file}
	for _, f := range l.Formats {
		if f.Claims(file, src) {
			p.offer(f, src)
		}
	}
	p.chunks, err = text.Chunks()
	if err != nil {
		p.problems = append(p.problems, syntax(file, err))
	}
	return p.finish()
}

func syntax(file string, err error) *Problem {
	p := &Problem{File: file, Code: "yaml-syntax", Msg: err.Error(), Err: ErrSyntax}
	if e, ok := errors.AsType[*yamltext.Error](err); ok {
		p.Line, p.Col, p.Msg = e.Line, e.Col, e.Msg
	}
	return p
}

// parsed is what the formats made of one file.
type parsed struct {
	file     string
	chunks   []yamltext.Chunk
	rules    []*Rule
	problems []*Problem
}

// offer lets f parse the file. Formats guard each document themselves; a panic
// that gets here all the same costs what f would have found in this file.
func (p *parsed) offer(f Format, src []byte) {
	defer func() {
		if r := recover(); r != nil {
			p.problems = append(p.problems, &Problem{File: p.file, Code: "internal", Msg: fmt.Sprintf("this program's own fault while reading the file: %v", r), Err: ErrInvalid})
		}
	}()
	rules, problems := f.Parse(p.file, src)
	p.rules = append(p.rules, rules...)
	p.problems = append(p.problems, problems...)
}

// finish goes through the documents in order: the parts of one become one rule,
// and one that nobody claimed is reported.
func (p *parsed) finish() ([]*Rule, []*Problem) {
	var rules []*Rule
	for i := range p.chunks {
		var parts []*Rule
		for _, r := range p.rules {
			if r.Doc == i {
				parts = append(parts, r)
			}
		}
		switch refused := p.hasProblem(i, Error); {
		case len(parts) == 0:
			if !refused && !p.hasProblem(i, Warning) && !p.failed() {
				p.unclaimed(p.chunks[i])
			}
		case refused: // what is left would be a rule with another meaning
		default:
			if r := p.join(parts); r != nil {
				rules = append(rules, r)
			}
		}
	}
	if len(rules) == 0 && len(p.problems) == 0 && len(p.parts()) > 0 {
		p.problems = append(p.problems, &Problem{
			File: p.file, Line: p.parts()[0].Line, Code: "not-a-rule", Level: Warning, Err: ErrInvalid,
			Msg: "no rule is made of these action documents", Hint: "a rule with detection, or expr, must follow them",
		})
	}
	return rules, p.problems
}

// parts returns the documents that are not empty.
func (p *parsed) parts() []yamltext.Chunk {
	return slices.DeleteFunc(slices.Clone(p.chunks), func(c yamltext.Chunk) bool {
		root, err := c.Parse()
		return err == nil && root == nil
	})
}

// hasProblem reports whether a problem of that level stands in document i.
func (p *parsed) hasProblem(i int, level ProblemLevel) bool {
	return slices.ContainsFunc(p.problems, func(q *Problem) bool {
		return q.Level == level && q.Line >= p.chunks[i].Line && (i+1 == len(p.chunks) || q.Line < p.chunks[i+1].Line)
	})
}

// failed reports whether a problem concerns the whole file.
func (p *parsed) failed() bool {
	return slices.ContainsFunc(p.problems, func(q *Problem) bool { return q.Line == 0 })
}

// join makes one rule of a document's parts, in the order of the formats. Half
// of a rule is refused: it would match more than its author wanted.
func (p *parsed) join(parts []*Rule) *Rule {
	if len(parts) == 1 && parts[0].Kind != KindSigmaExpr {
		return parts[0]
	}
	r := *parts[0]
	if len(parts) == 1 {
		p.problems = append(p.problems, &Problem{File: r.File, Line: r.Line, Col: 1, RuleID: r.ID, Code: "rule-half", Err: ErrUnsupported,
			Msg: "the rule has both detection and expr, and one of them was not loaded"})
		return nil
	}
	and := &ir.And{Meta: ir.Meta{Line: r.Line, Col: 1, Text: "detection and expr"}}
	for _, part := range parts {
		and.Kids = append(and.Kids, part.Condition)
	}
	r.Kind, r.Condition = KindSigmaExpr, and
	return &r
}

// ruleKeys tell a rule that lacks something from another program's YAML.
var ruleKeys = map[string]bool{"title": true, "logsource": true, "detection": true, "expr": true, "correlation": true, "filter": true}

// unclaimed reports a document that no format made a rule or a problem of: an
// error where it looks like a rule, otherwise a warning.
func (p *parsed) unclaimed(c yamltext.Chunk) {
	root, err := c.Parse()
	if err != nil {
		p.problems = append(p.problems, syntax(p.file, err))
		return
	}
	if root == nil {
		return
	}
	q := &Problem{File: p.file, Line: root.Line, Col: root.Column, Code: "not-a-rule", Level: Warning, Msg: "not a rule", Err: ErrInvalid}
	for i := 0; root.Kind == yaml.MappingNode && i < len(root.Content); i += 2 {
		switch k, v := root.Content[i], root.Content[i+1]; {
		case k.Value == "action":
			return // its content went into other documents
		case k.Value == "id":
			q.RuleID = v.Value
		case ruleKeys[k.Value]:
			q.Level, q.Msg, q.Hint = Error, "not a rule that can be run", "a rule has detection, or expr"
		}
	}
	if q.RuleID == "" || !slices.ContainsFunc(p.problems, func(other *Problem) bool { return other.RuleID == q.RuleID }) {
		p.problems = append(p.problems, q)
	} // else the rule was refused for what stands in a global document
}
