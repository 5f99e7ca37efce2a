package exprlang

import (
	"errors"
	"fmt"
	"sync"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"github.com/rulehound/rulehound/rules/ir"
)

// The bounds of one evaluation.
const (
	maxReads  = 32      // of fields in one comparison
	maxMemory = 100_000 // elements that the virtual machine may make
	maxTries  = 10_000  // combinations of faces
)

// leaf is a comparison of something computed. It is true when it is for some
// value of each field, in some face of it; so it is false when a field is
// absent that it cannot do without.
type leaf struct {
	program *vm.Program
	inputs  []input
	pool    sync.Pool // of *run
}

// input is a field that a leaf reads.
type input struct {
	name, key string
	use       use
}

// run is the scratch of one evaluation.
type run struct {
	vm     vm.VM
	env    map[string]any
	faces  [][]any
	chosen []int
}

// compile makes a program of n, which must be resolved.
func (l *lowering) compile(n ast.Node) (*vm.Program, error) {
	tree := &parser.Tree{Node: n, Source: file.NewSource(l.src.text)}
	if _, err := checker.Check(tree, l.config); err != nil {
		return nil, err
	}
	if err := optimizer.Optimize(&tree.Node, l.config); err != nil {
		return nil, err
	}
	return compiler.Compile(tree, l.config)
}

// leaf lowers n, a comparison that the tree cannot express.
func (l *lowering) leaf(n ast.Node) ir.Node {
	meta := l.src.meta(n)
	of, p := l.typed(n)
	if p == nil {
		p = l.unbounded(n, of)
	}
	if p != nil {
		return l.refuse(p)
	}
	program, err := l.compile(l.withMatchers(n))
	if err != nil {
		return l.refuse(l.src.fault(err, codeType))
	}
	compiled := &leaf{program: program}
	out := &ir.Leaf{Meta: meta, Eval: compiled.eval}
	for i, name := range l.fields {
		if u, ok := of[key(i)]; ok {
			compiled.inputs = append(compiled.inputs, input{name: name, key: key(i), use: u})
			out.Fields = append(out.Fields, name)
		}
	}
	return out
}

// eval implements ir.Leaf.
func (l *leaf) eval(fields ir.Lookup) (bool, error) {
	r, ok := l.pool.Get().(*run)
	if !ok {
		r = &run{env: map[string]any{}, faces: make([][]any, len(l.inputs)), chosen: make([]int, len(l.inputs))}
		r.vm.MemoryBudget = maxMemory
	}
	defer l.pool.Put(r)
	defer r.forget()
	tries := 1
	for i, in := range l.inputs {
		for _, v := range fields.Field(in.name) {
			r.faces[i] = in.use.want.appendFaces(r.faces[i], v)
		}
		if len(r.faces[i]) == 0 {
			if in.use.must {
				return false, nil
			}
			r.faces[i] = append(r.faces[i], "")
		}
		if tries *= len(r.faces[i]); tries > maxTries {
			return false, fmt.Errorf("the fields have more than %d combinations of values", maxTries)
		}
	}
	return l.try(r)
}

// try runs the program on one combination of faces after the other until one
// makes it true. What cannot be computed of one is not what the author meant,
// unless it is so of all.
func (l *leaf) try(r *run) (bool, error) {
	var fault error
	computed := false
	for more := true; more; more = r.next() {
		for i, in := range l.inputs {
			r.env[in.key] = r.faces[i][r.chosen[i]]
		}
		result, err := r.vm.Run(l.program, r.env)
		switch holds, isBool := result.(bool); {
		case errors.Is(err, errNoValue):
			computed = true
		case err != nil:
			fault = err
		case !isBool:
			fault = fmt.Errorf("the result is %T, not true or false", result)
		case holds:
			return true, nil
		default:
			computed = true
		}
	}
	if computed {
		return false, nil
	}
	if e, ok := errors.AsType[*file.Error](fault); ok {
		fault = errors.New(e.Message) // without the snippet
	}
	return false, fault
}

// next chooses the next combination; false when there is none.
func (r *run) next() bool {
	for i := range r.chosen {
		if r.chosen[i]++; r.chosen[i] < len(r.faces[i]) {
			return true
		}
		r.chosen[i] = 0
	}
	return false
}

// forget lets go of the event's texts.
func (r *run) forget() {
	for k := range r.env {
		r.env[k] = nil
	}
	for i := range r.faces {
		clear(r.faces[i])
		r.faces[i] = r.faces[i][:0]
		r.chosen[i] = 0
	}
}
