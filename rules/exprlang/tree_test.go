package exprlang_test

import (
	"bytes"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ir"
)

var lists = map[string][]string{
	"hosts":                    {"DC01", "CA*", `A\*B`},
	"empty":                    {},
	"managed_service_accounts": {"adfs-gmsa$"},
	"privileged_accounts":      {"S-1-5-21-1-2-3-1109"},
}

// parse loads the expression in a rule of its own.
func parse(t testing.TB, src string) (*rules.Rule, []*rules.Problem) {
	t.Helper()
	doc := "title: t\nid: x\nlogsource: {product: windows, service: security}\nexpr: |2\n"
	for line := range strings.Lines(src) {
		doc += "  " + line
	}
	found, problems := exprlang.Format(exprlang.WithLists(lists)).Parse("r.yml", []byte(doc))
	if len(found) == 0 {
		return nil, problems
	}
	return found[0], problems
}

// mustParse returns the condition of an expression that is good.
func mustParse(t testing.TB, src string) ir.Node {
	t.Helper()
	r, problems := parse(t, src)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", src, problems)
	}
	return r.Condition
}

// fields is an event of the tests, by field name.
type fields map[string][]event.Value

// Field implements ir.Lookup.
func (f fields) Field(name string) []event.Value { return f[name] }

// eventOf returns an event whose values have the types that a source without
// types would give them, and the meanings that the normaliser would.
func eventOf(values map[string]any) fields {
	f := fields{}
	for name, v := range values {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, v := range list {
			f[name] = append(f[name], valueOf(v))
		}
	}
	return f
}

func valueOf(v any) event.Value {
	switch v := v.(type) {
	case nil:
		return event.Value{}
	case int:
		return event.IntValue(int64(v))
	case uint64:
		return event.UintValue(v)
	case float64:
		return event.FloatValue(v)
	case bool:
		return event.BoolValue(v)
	case time.Time:
		return event.TimeValue(v)
	}
	s := v.(string)
	if hex, ok := event.Parse(event.Hex, s); ok {
		return hex
	}
	text := event.TextValue(s)
	if m, ok := windows.Message(s); ok {
		return text.WithMeaning(m)
	}
	return text
}

// holds is the condition tree's meaning, written down as plainly as possible.
func holds(t testing.TB, n ir.Node, f fields) bool {
	switch n := n.(type) {
	case *ir.And:
		for _, kid := range n.Kids {
			if !holds(t, kid, f) {
				return false
			}
		}
		return true
	case *ir.Or:
		for _, kid := range n.Kids {
			if holds(t, kid, f) {
				return true
			}
		}
		return false
	case *ir.Not:
		return !holds(t, n.Kid, f)
	case *ir.AtLeast:
		count := 0
		for _, kid := range n.Kids {
			if holds(t, kid, f) {
				count++
			}
		}
		return count >= n.N
	case *ir.Leaf:
		ok, err := n.Eval(f)
		if err != nil {
			t.Logf("%s: %v", n.Text, err)
		}
		return ok
	case *ir.Field:
		return fieldHolds(n, f)
	}
	t.Fatalf("unexpected %T", n)
	return false
}

func fieldHolds(n *ir.Field, f fields) bool {
	values := f[n.Name]
	switch n.Op {
	case ir.Exists:
		return len(values) > 0
	case ir.Null:
		null := len(values) == 0
		for _, v := range values {
			null = null || v.IsNull()
		}
		return null
	}
	for _, v := range values {
		for _, face := range faces(v) {
			for _, want := range n.Values {
				if textHolds(n, face, want) {
					return true
				}
			}
			for _, other := range f[n.Ref] {
				for _, want := range faces(other) {
					if textHolds(n, face, ir.Value{Text: want, Glob: ir.LiteralGlob(want)}) {
						return true
					}
				}
			}
		}
		for _, want := range n.Values {
			if want.Kind == ir.NumberValue && numberHolds(n.Op, v, want.Num.Float) {
				return true
			}
		}
	}
	return false
}

func faces(v event.Value) []string {
	if v.IsNull() {
		return nil
	}
	list := []string{v.Raw()}
	if m := v.Meaning(); m != nil {
		list = append(list, m.Code, m.Text)
	}
	return list
}

func textHolds(n *ir.Field, face string, want ir.Value) bool {
	switch want.Kind {
	case ir.RegexpValue:
		return want.Regexp.MatchString(face)
	case ir.CIDRValue:
		a, err := netip.ParseAddr(face)
		return err == nil && want.Prefix.Contains(a.Unmap())
	}
	if want.Kind == ir.TextValue {
		if _, plain := want.Glob.Literal(); !plain {
			return wildcards(want.Glob).MatchString(face)
		}
	}
	pattern := want.Text
	if want.Kind == ir.TextValue {
		pattern, _ = want.Glob.Literal()
	}
	if !n.Cased {
		face, pattern = strings.ToLower(face), strings.ToLower(pattern)
	}
	a, b := []byte(face), []byte(pattern)
	switch n.Op {
	case ir.Equals:
		return bytes.Equal(a, b) || bytes.Equal(bytes.TrimRight(a, " \t\r\n"), b)
	case ir.Contains:
		return bytes.Contains(a, b)
	case ir.StartsWith:
		return bytes.HasPrefix(a, b)
	case ir.EndsWith:
		return bytes.HasSuffix(a, b)
	}
	return false
}

// wildcards is a pattern of whole texts without case.
func wildcards(g ir.Glob) *regexp.Regexp {
	s := `(?is)^`
	for _, part := range g {
		s += map[ir.SegmentKind]string{ir.Literal: regexp.QuoteMeta(part.Text), ir.AnyOne: ".", ir.AnyRun: ".*"}[part.Kind]
	}
	return regexp.MustCompile(s + `$`)
}

func numberHolds(op ir.Op, v event.Value, want float64) bool {
	got, ok := v.Float()
	if f, err := strconv.ParseFloat(v.Raw(), 64); err == nil && v.Kind() == event.Text {
		got, ok = f, true
	}
	if i, isInt := v.Int(); isInt {
		got, ok = float64(i), true
	}
	if u, isUint := v.Uint(); isUint {
		got, ok = float64(u), true
	}
	if !ok {
		return false
	}
	switch op {
	case ir.Equals:
		return got == want
	case ir.Less:
		return got < want
	case ir.LessOrEqual:
		return got <= want
	case ir.Greater:
		return got > want
	}
	return op == ir.GreaterOrEqual && got >= want
}
