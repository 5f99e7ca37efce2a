package ruletest

import (
	"fmt"
	"iter"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
)

// test is one case of a test file.
type test struct {
	name  string
	line  int
	rule  string // id of the one rule it is about; "" for all of the rule file
	event []byte // the event, or several, as JSON; nil when file has the events
	file  string // a log beside the test file
	want  expectation
}

// parse reads a test file. The tests that can be read come back beside what is
// wrong with the others.
func parse(file string, src []byte) ([]*test, []*rules.Problem) {
	docs, problems := document.Split(file, src)
	var tests []*test
	for _, d := range docs {
		p := parser{doc: d}
		p.root()
		tests, problems = append(tests, p.tests...), append(problems, p.problems...)
	}
	if len(tests) == 0 && len(problems) == 0 {
		problems = append(problems, &rules.Problem{File: file, Code: codeForm, Err: rules.ErrInvalid, Msg: "holds no tests"})
	}
	return tests, problems
}

const codeForm = "test-form"

type parser struct {
	doc      *document.Document
	tests    []*test
	problems []*rules.Problem
}

func (p *parser) refuse(n *yaml.Node, format string, args ...any) {
	p.problems = append(p.problems, p.doc.Problem(n, codeForm, rules.ErrInvalid, format, args...))
}

func (p *parser) root() {
	for k, v := range pairs(p.doc.Root) {
		switch {
		case k.Value != "tests":
			p.refuse(k, "unknown key %q; a test file has tests", k.Value)
		case v.Kind != yaml.SequenceNode:
			p.refuse(v, "tests must be a list")
		default:
			for _, n := range v.Content {
				p.test(n)
			}
		}
	}
}

// test reads one case; one that is wrong is reported and left out.
func (p *parser) test(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		p.refuse(n, "a test must be a map with name, event or file, and match")
		return
	}
	before := len(p.problems)
	t := &test{line: n.Line}
	matches := false
	for k, v := range pairs(n) {
		var err error
		switch k.Value {
		case "name":
			t.name, err = text(v)
		case "rule":
			t.rule, err = text(v)
		case "file":
			t.file, err = text(v)
		case "event":
			if err = is(v, yaml.MappingNode, "a map"); err == nil {
				t.event, err = inlineJSON(v)
			}
		case "events":
			if err = is(v, yaml.SequenceNode, "a list of maps"); err == nil {
				t.event, err = inlineEvents(v, t.event)
			}
		case "match":
			matches = true
			t.want, err = readExpectation(v)
		default:
			err = fmt.Errorf("unknown key; a test has name, one of event, events and file, match, and rule")
			v = k
		}
		if err != nil {
			p.refuse(v, "%s: %v", k.Value, err)
		}
	}
	switch {
	case len(p.problems) > before:
		return
	case (t.event == nil) == (t.file == ""):
		p.refuse(n, "a test needs one of event, events and file")
	case !matches:
		p.refuse(n, "a test needs match")
	default:
		p.tests = append(p.tests, t)
	}
}

func text(n *yaml.Node) (string, error) {
	return n.Value, is(n, yaml.ScalarNode, "a text")
}

func is(n *yaml.Node, kind yaml.Kind, what string) error {
	if n.Kind != kind {
		return fmt.Errorf("must be %s", what)
	}
	return nil
}

// pairs yields the keys and values of a map.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}
