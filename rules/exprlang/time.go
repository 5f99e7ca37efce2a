package exprlang

import (
	"reflect"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"github.com/rulehound/rulehound/rules"
)

// isTime reports whether n is a point or a span of time, as far as is known.
func isTime(n ast.Node) bool {
	t := n.Type()
	return t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[time.Duration]()
}

// typed returns how n reads its fields, and declares those that it reads as
// times. A field that is none cannot stand there: it would always be false.
func (l *lowering) typed(n ast.Node) (map[string]use, *rules.Problem) {
	var of map[string]use
	for range 2 { // the second time with the types that the first found
		of = map[string]use{}
		uses(n, wantAny, false, of)
		times := map[string]bool{}
		for i, name := range l.fields {
			w := of[key(i)].want
			times[key(i)] = (w == wantNumber || w == wantTime) && l.table.IsTime(name)
			if w == wantTime && !times[key(i)] {
				p := l.src.problem(n.Location(), codeType, rules.ErrInvalid, "%s stands where a time is wanted, and is not known to be one", name)
				p.Hint = "date(…) reads a text as a time"
				return nil, p
			}
		}
		declare(l.config, l.fields, times)
		if _, err := checker.Check(&parser.Tree{Node: n, Source: file.NewSource(l.src.text)}, l.config); err != nil {
			return nil, l.src.fault(err, codeType)
		}
	}
	return of, nil
}
