package exprlang

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/operator"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/spelling"
)

// eventName is what the event is called in event["Odd Name"].
const eventName = "event"

// names resolves the identifiers of an expression. Variables are replaced by
// what they stand for, so that none are left, and fields by identifiers that
// cannot be confused with functions.
type names struct {
	src      *source
	table    *taxonomy.Table
	fields   []string // as the author wrote them
	unknown  []string // the first of them that nobody knows, each once
	nodes    int      // that were made
	problems []*rules.Problem
}

// maxNodes is how large an expression may become with its variables written out.
const maxNodes = 20_000

// key returns how the field is called in the resolved expression.
func key(field int) string { return fmt.Sprintf("f%d", field) }

// variables maps names to what they stand for.
type variables map[string]ast.Node

// resolve returns n with its names resolved.
func (r *names) resolve(n ast.Node, vars variables) ast.Node {
	return clone(n, func(n ast.Node) ast.Node {
		if r.nodes++; r.nodes > maxNodes {
			return &ast.BoolNode{}
		}
		switch n := n.(type) {
		case *ast.IdentifierNode:
			if v, ok := vars[n.Value]; ok {
				ast.Walk(&v, visit(func(ast.Node) { r.nodes++ }))
				return moved(v, n.Location())
			}
			return r.identifier(n)
		case *ast.MemberNode:
			return r.member(n, vars)
		case *ast.ChainNode: // a?.b is a.b: an absent field is no error
			return r.resolve(n.Node, vars)
		case *ast.CallNode:
			return r.call(n, vars)
		case *ast.BinaryNode:
			r.misplacedNot(n)
		case *ast.BuiltinNode:
			if !available[n.Name] {
				r.unknownFunction(n.Location(), n.Name)
			}
		case *ast.VariableDeclaratorNode:
			inner := maps.Clone(vars)
			if inner == nil {
				inner = variables{}
			}
			inner[n.Name] = r.resolve(n.Value, vars)
			return r.resolve(n.Expr, inner)
		case *ast.SequenceNode:
			r.problems = append(r.problems, r.src.problem(n.Location(), codeSyntax, rules.ErrSyntax, "a rule is one expression; after a semicolon only the value of a let may follow"))
			return &ast.BoolNode{}
		}
		return nil
	})
}

// identifier resolves the name of a field.
func (r *names) identifier(n *ast.IdentifierNode) ast.Node {
	if n.Value == eventName {
		r.problems = append(r.problems, r.src.problem(n.Location(), codeField, rules.ErrUnknownField, `event is used as event["Field Name"]`))
	} else if !r.table.Known(n.Value) {
		r.unknownField(n.Location(), n.Value)
	}
	return r.field(n.Value, n.Location())
}

// member resolves event["Odd Name"] and dotted names of fields. Of anything
// else, only the parts are resolved.
func (r *names) member(n *ast.MemberNode, vars variables) ast.Node {
	name, ok := dotted(n, vars)
	if !ok {
		return nil
	}
	odd, isEvent := strings.CutPrefix(name, eventName+".")
	if isEvent {
		return r.field(odd, n.Location())
	}
	if !r.table.Known(name) {
		r.unknownField(n.Location(), name)
	}
	return r.field(name, n.Location())
}

// dotted returns a.b["c"] as a.b.c, if n has that form and a is no variable.
func dotted(n ast.Node, vars variables) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		_, isVariable := vars[n.Value]
		return n.Value, !isVariable
	case *ast.MemberNode:
		name, ok := dotted(n.Node, vars)
		property, isText := n.Property.(*ast.StringNode)
		if !ok || !isText {
			return "", false
		}
		return name + "." + property.Value, true
	}
	return "", false
}

// field returns the identifier of the field called name.
func (r *names) field(name string, loc file.Location) ast.Node {
	i := slices.Index(r.fields, name)
	if i < 0 {
		i = len(r.fields)
		r.fields = append(r.fields, name)
	}
	id := &ast.IdentifierNode{Value: key(i)}
	id.SetLocation(loc)
	return id
}

// call resolves the arguments of a function of ours; its own name is no field.
func (r *names) call(n *ast.CallNode, vars variables) ast.Node {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		r.problems = append(r.problems, r.src.problem(n.Location(), codeFunction, rules.ErrInvalid, "only functions can be called"))
		return &ast.BoolNode{}
	}
	if _, known := functions[callee.Value]; !known {
		r.unknownFunction(n.Location(), callee.Value)
	}
	c := *n
	c.Arguments = slices.Clone(n.Arguments)
	for i, arg := range c.Arguments {
		c.Arguments[i] = r.resolve(arg, vars)
	}
	return &c
}

// misplacedNot refuses not a == b, which means (not a) == b.
func (r *names) misplacedNot(n *ast.BinaryNode) {
	u, ok := n.Left.(*ast.UnaryNode)
	if ok && operator.Binary[n.Operator].Precedence >= operator.Binary["=="].Precedence && (u.Operator == "not" || u.Operator == "!") && !r.src.inBrackets(u) {
		r.problems = append(r.problems, r.src.problem(u.Location(), codeType, rules.ErrInvalid,
			"%s binds to what stands beside it, before %s does; write %s (a %s b)", u.Operator, n.Operator, u.Operator, n.Operator))
	}
}

// maxUnknown bounds the fields that one expression is told nobody knows.
const maxUnknown = 20

// unknownField reports a field where it stands first.
func (r *names) unknownField(loc file.Location, name string) {
	if len(r.unknown) > maxUnknown || slices.Contains(r.unknown, name) {
		return
	}
	r.unknown = append(r.unknown, name)
	if len(r.unknown) > maxUnknown {
		r.problems = append(r.problems, r.src.problem(loc, codeField, rules.ErrUnknownField, "there are more than %d unknown fields, from %q on they are not listed", maxUnknown, name))
		return
	}
	p := r.src.problem(loc, codeField, rules.ErrUnknownField, "unknown field %q", name)
	if near, ok := r.table.Nearest(name); ok {
		p.Hint = fmt.Sprintf("did you mean %s?", near)
	} else {
		p.Hint = fmt.Sprintf(`write event[%q] if events have it`, name)
	}
	r.problems = append(r.problems, p)
}

func (r *names) unknownFunction(loc file.Location, name string) {
	if _, ok := builtin.Index[name]; ok {
		r.problems = append(r.problems, r.src.problem(loc, codeFunction, rules.ErrUnsupported, "%s is not available: what rules call is pure and bounded", name))
		return
	}
	p := r.src.problem(loc, codeFunction, rules.ErrInvalid, "there is no function %s", name)
	known := slices.Sorted(maps.Keys(functions))
	known = append(known, slices.Sorted(maps.Keys(available))...)
	p.Hint = spelling.Hint(name, slices.Values(known))
	r.problems = append(r.problems, p)
}
