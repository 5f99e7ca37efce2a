package sigma

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// expression reads a regular expression, placeholders filled in where the
// modifiers say so.
func (it *item) expression(expr string) ([]ir.Value, *fault) {
	if it.mods.has(placeholders) {
		var f *fault
		if expr, f = it.fillExpression(expr); f != nil {
			return nil, f
		}
	}
	return it.regexpValue(expr, it.mods.flags)
}

// fillExpression puts any of its values in the place of each placeholder. Only
// their wildcards mean something.
//
//	^%p%\d  →  ^(?:a\.b|x(?s:.*))\d
func (r *reader) fillExpression(expr string) (string, *fault) {
	var b strings.Builder
	for i := 0; i < len(expr); i++ {
		name := ""
		switch {
		case expr[i] == '\\' && i+1 < len(expr):
			b.WriteByte(expr[i])
			i++
		case expr[i] == '%':
			name = notation.PlaceholderName(expr[i+1:])
		}
		if name == "" {
			b.WriteByte(expr[i])
			continue
		}
		values, f := r.fillings(notation.Piece{Placeholder: name})
		if f != nil {
			return "", f
		}
		if b.Len() > maxRegexp || !r.spend(perFilled*len(values)) {
			return "", overBudget("filling in placeholders")
		}
		var any []string
		for _, p := range values {
			any = append(any, p.Expression())
		}
		b.WriteString("(?:" + strings.Join(any, "|") + ")")
		i += len(name) + 1
	}
	return b.String(), nil
}

// regexpValue compiles a regular expression. flags are letters of i, m, s.
func (r *reader) regexpValue(expr, flags string) ([]ir.Value, *fault) {
	if len(expr) > maxRegexp {
		return nil, overBudget("the regular expression")
	}
	source := expr
	if flags != "" {
		source = "(?" + flags + ")" + expr
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, badRegexp(expr, err)
	}
	if n := steps(tree); n > maxRegexp || !r.spend(perStep*n) {
		return nil, overBudget("the regular expression")
	}
	if beforeBreak(tree) {
		source = tree.String()
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, badRegexp(expr, err)
	}
	return []ir.Value{{Kind: ir.RegexpValue, Regexp: re}}, nil
}

// endOfText is what $ means to PCRE outside of multi-line mode: the end, or the
// place before one line break that ends the text.
var endOfText = sync.OnceValue(func() *syntax.Regexp {
	re, err := syntax.Parse(`(?:\n?\z)`, syntax.Perl)
	if err != nil {
		panic(err)
	}
	return re
})

// beforeBreak lets each $ of the tree match before a final line break too, and
// reports whether there was any. To Go it is the very end.
func beforeBreak(re *syntax.Regexp) bool {
	if re.Op == syntax.OpEndText && re.Flags&syntax.WasDollar != 0 {
		*re = *endOfText()
		return true
	}
	found := false
	for _, sub := range re.Sub {
		found = beforeBreak(sub) || found
	}
	return found
}

// badRegexp explains why an expression is refused, and where the fault is.
func badRegexp(expr string, err error) *fault {
	f := &fault{code: codeRegexp, msg: "bad regular expression: " + err.Error()}
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok {
		return f
	}
	f.offset = max(strings.Index(expr, e.Expr), 0)
	f.msg = fmt.Sprintf("bad regular expression: %s: %s", e.Code, shorten(e.Expr))
	switch {
	case e.Code == syntax.ErrInvalidRepeatOp && strings.HasSuffix(e.Expr, "+"):
		f.lacks("possessive quantifiers", e.Expr)
	case lookaround(e.Expr):
		f.lacks("look-around", e.Expr)
	case strings.HasPrefix(e.Expr, "(?>"):
		f.lacks("atomic groups", e.Expr)
	case e.Code == syntax.ErrInvalidEscape && len(e.Expr) > 1 && ('1' <= e.Expr[1] && e.Expr[1] <= '9' || e.Expr[1] == 'k'):
		f.lacks("back references", e.Expr)
	case e.Code == syntax.ErrInvalidRepeatSize:
		f.hint = "a part can be repeated 1000 times at most"
	}
	return f
}

func lookaround(s string) bool {
	for _, open := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(s, open) {
			return true
		}
	}
	return false
}

// lacks turns the fault into one of RE2's bounds.
func (f *fault) lacks(what, expr string) {
	f.code = codeRegexpFeature
	f.msg = fmt.Sprintf("RE2 has no %s: %s", what, shorten(expr))
	f.hint = "say it with several selections; an expression must run in time linear in the text"
}
