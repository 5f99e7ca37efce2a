package pipeline

import (
	"fmt"
	"maps"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/spelling"
)

// decoder reads a pipeline and collects what is wrong with it.
type decoder struct {
	file        string
	problems    []error
	known       int // steps
	expressions int // what regular expressions come to
}

// maxProblems is how many problems of one file are reported.
const maxProblems = 50

func (d *decoder) fail(n *yaml.Node, format string, args ...any) *rules.Problem {
	p := &rules.Problem{File: d.file, Line: n.Line, Col: n.Column, Code: "pipeline", Msg: fmt.Sprintf(format, args...), Err: rules.ErrUnsupported}
	if len(d.problems) < maxProblems {
		d.problems = append(d.problems, p)
	}
	return p
}

// among says what there is instead of a wrong word.
func among(word string, known []string) string {
	slices.Sort(known)
	if hint := spelling.Hint(word, slices.Values(known)); hint != "" {
		return hint
	}
	return "there are " + strings.Join(known, ", ")
}

// queries refuses the parts of a pipeline that work on queries.
func (d *decoder) queries(n *yaml.Node) {
	if len(n.Content) > 0 {
		d.fail(n, "this part changes queries of other systems; rules are not turned into queries here").Hint = "leave it out"
	}
}

func (d *decoder) object(n *yaml.Node, keys map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "here stands a mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		read, ok := keys[k.Value]
		switch {
		case !ok:
			d.fail(k, "unknown key %q", k.Value).Hint = among(k.Value, slices.Collect(maps.Keys(keys)))
		case seen[k.Value]:
			d.fail(k, "%q stands twice", k.Value)
		default:
			read(v)
		}
		seen[k.Value] = true
	}
}

func (d *decoder) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		d.fail(n, "here stands a text")
	}
	return n.Value
}

func (d *decoder) number(n *yaml.Node) int {
	var i int
	if n.Decode(&i) != nil {
		d.fail(n, "here stands a whole number")
	}
	return i
}

func (d *decoder) flag(n *yaml.Node) bool {
	var b bool
	if n.Decode(&b) != nil {
		d.fail(n, "here stands true or false")
	}
	return b
}

// list reads a text or a list of texts.
func (d *decoder) list(n *yaml.Node) []string {
	switch n.Kind {
	case yaml.ScalarNode:
		return []string{d.text(n)}
	case yaml.SequenceNode:
		all := []string{}
		for _, item := range n.Content {
			all = append(all, d.text(item))
		}
		return all
	}
	d.fail(n, "here stands a list of texts")
	return nil
}

// lists reads a mapping to texts or lists of texts.
func (d *decoder) lists(n *yaml.Node) map[string][]string {
	all := map[string][]string{}
	if n.Kind != yaml.MappingNode {
		d.fail(n, "here stands a mapping")
		return all
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if _, twice := all[k.Value]; twice {
			d.fail(k, "%q stands twice", k.Value)
		}
		all[k.Value] = d.list(n.Content[i+1])
	}
	return all
}

// Bounds on regular expressions, in steps of what they are compiled to.
const (
	maxExpression  = 10_000
	maxExpressions = 1 << 20
)

// regexp compiles an expression; one that matches nothing stands for a wrong one.
func (d *decoder) regexp(n *yaml.Node, expression string) *regexp.Regexp {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err == nil {
		size := steps(parsed)
		if d.expressions += size; size <= maxExpression && d.expressions <= maxExpressions {
			return regexp.MustCompile(expression)
		}
		d.fail(n, "the regular expression is too large")
	} else {
		d.fail(n, "%v", err).Hint = "expressions are RE2: they run in linear time, and have neither look-around nor back references"
	}
	return regexp.MustCompile(`[^\x00-\x{10FFFF}]`)
}

// steps is about how many steps an expression is compiled to.
func steps(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		n += steps(sub)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min, re.Max, 1)
	}
	return n
}

// value returns the value of a mapping's key, nil when there is none.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
