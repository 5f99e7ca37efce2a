package exprlang

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
	"github.com/expr-lang/expr/types"
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/ir"
)

// condition lowers the expression in a document.
func (f *format) condition(d *document.Document, scalar *yaml.Node) (ir.Node, []*rules.Problem) {
	switch {
	case scalar.Kind != yaml.ScalarNode || strings.TrimSpace(scalar.Value) == "" || scalar.Tag == "!!null":
		return nil, []*rules.Problem{d.Problem(scalar, codeSyntax, rules.ErrSyntax, "expr must be an expression")}
	case len(scalar.Value) > maxSource:
		return nil, []*rules.Problem{d.Problem(scalar, codeLimit, rules.ErrInvalid, "the expression is longer than %d KiB", maxSource>>10)}
	}
	src := newSource(d, scalar)
	config := f.config()
	tree, err := parser.ParseWithConfig(src.text, config)
	if err != nil {
		return nil, []*rules.Problem{src.fault(err, codeSyntax)}
	}
	if src.tokens, err = lexer.Lex(tree.Source); err != nil {
		return nil, []*rules.Problem{src.fault(err, codeSyntax)}
	}
	return f.lower(src, config, tree.Node)
}

// lower takes the parsed expression through its passes: names, types, tree.
func (f *format) lower(src *source, config *conf.Config, n ast.Node) (ir.Node, []*rules.Problem) {
	r := &names{src: src, table: f.table}
	n = r.resolve(n, nil)
	if r.nodes > maxNodes {
		return nil, []*rules.Problem{src.problem(file.Location{}, codeLimit, rules.ErrInvalid, "the expression is too large with its variables written out")}
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	declare(config, r.fields, nil)
	if _, err := checker.Check(&parser.Tree{Node: n, Source: file.NewSource(src.text)}, config); err != nil {
		return nil, []*rules.Problem{src.fault(err, codeType)}
	}
	config.Expect, config.ExpectAny = reflect.Invalid, false // of its parts
	l := &lowering{format: f, src: src, config: config, fields: r.fields}
	return l.condition(n), l.problems
}

// config returns what the library needs to know of the language of rules.
func (f *format) config() *conf.Config {
	c := conf.CreateNew()
	c.MaxNodes = maxNodes
	for _, b := range builtin.Builtins {
		if !b.Predicate && !available[b.Name] {
			c.Disabled[b.Name] = true
			delete(c.Builtins, b.Name)
		}
	}
	for name, fn := range functions {
		call := func([]any) (any, error) { return nil, errors.New(name + " was not lowered") }
		if fn.make != nil {
			call = fn.make(f)
		}
		expr.Function(name, func(args ...any) (any, error) { return call(args) }, fn.types...)(c)
	}
	expr.AsBool()(c)
	declare(c, nil, nil)
	return c
}

// declare makes the fields known to the library, each of any type but those
// that are read as times.
func declare(c *conf.Config, fields []string, times map[string]bool) {
	env := types.Map{}
	for i := range fields {
		env[key(i)] = types.Any
		if times[key(i)] {
			env[key(i)] = types.TypeOf(time.Time{})
		}
	}
	c.WithEnv(env)
}
