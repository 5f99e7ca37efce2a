package cache

import (
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// unkept are the parts of a rule with which it is parsed every time.
var unkept = []string{"Correlation", "Filter", "Filters", "Finish", "Exports"}

// TestEveryField fills everything that rules, problems and conditions have, so
// that a field which somebody adds cannot be forgotten here.
func TestEveryField(t *testing.T) {
	f := filler{nodes: []ir.Node{&ir.And{}, &ir.Or{}, &ir.Not{}, &ir.AtLeast{}, &ir.Field{}, &ir.Keyword{}}}
	var want parsed
	for _, kind := range f.nodes {
		r := &rules.Rule{File: "x.yml"}
		f.next = kind
		f.fill(t, reflect.ValueOf(r).Elem(), append(unkept, "File"))
		want.rules = append(want.rules, r)
	}
	p := &rules.Problem{File: "x.yml"}
	f.fill(t, reflect.ValueOf(p).Elem(), []string{"File"})
	want.problems = []*rules.Problem{p}
	got := roundTrip(t, want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestUnkept: nothing that a cache would lose is kept.
func TestUnkept(t *testing.T) {
	for _, name := range unkept {
		f := filler{next: &ir.Field{}}
		r := &rules.Rule{File: "x.yml", Condition: &ir.And{}}
		f.fill(t, reflect.ValueOf(r).Elem().FieldByName(name), nil)
		if w := written(parsed{rules: []*rules.Rule{r}}); w.err == nil {
			t.Errorf("a rule with %s is kept", name)
		}
	}
	for _, n := range []ir.Node{nil, &ir.Leaf{}, &ir.Not{Kid: &ir.Leaf{}}, deep(maxDepth + 1), wide(25)} {
		if w := written(parsed{rules: []*rules.Rule{{File: "x.yml", Condition: n}}}); w.err == nil {
			t.Errorf("a rule with a %T is kept", n)
		}
	}
	for _, p := range []*rules.Problem{{File: "other.yml", Err: rules.ErrSyntax}, {File: "x.yml"}, {File: "x.yml", Err: fmt.Errorf("x")}} {
		if w := written(parsed{problems: []*rules.Problem{p}}); w.err == nil {
			t.Errorf("%+v is kept", p)
		}
	}
}

// TestShared: a selection that hangs in two places does so afterwards.
func TestShared(t *testing.T) {
	selection := &ir.Field{Meta: ir.Meta{Label: "selection"}, Name: "A"}
	tree := &ir.Or{Kids: []ir.Node{selection, &ir.Not{Kid: &ir.And{Kids: []ir.Node{selection, &ir.Field{Name: "B"}}}}}}
	got := roundTrip(t, parsed{rules: []*rules.Rule{{File: "x.yml", Condition: tree}}}).rules[0].Condition
	if g, w := ir.Format(got), ir.Format(tree); g != w {
		t.Errorf("got\n%swant\n%s", g, w)
	}
}

// TestEmpty: nothing is not the same as an empty list.
func TestEmpty(t *testing.T) {
	for _, want := range []parsed{
		{}, {problems: []*rules.Problem{}}, {rules: []*rules.Rule{{File: "x.yml", Tags: []string{}, Custom: map[string]any{}, Condition: &ir.And{}}}},
	} {
		if got := roundTrip(t, want); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

// FuzzRead reads anything: it ends, and what it finds can be written again.
func FuzzRead(f *testing.F) {
	tree := &ir.Or{Kids: []ir.Node{&ir.Field{Name: "A", Values: []ir.Value{{Kind: ir.RegexpValue, Regexp: regexp.MustCompile("a$")}}}, &ir.Keyword{}}}
	w := written(parsed{rules: []*rules.Rule{{File: "x.yml", Condition: tree, Custom: map[string]any{"a": []any{1.5, nil}}}}})
	f.Add(string(w.out))
	f.Add("\x02\xff\xff\xff\xff\xff\xff\xff\xff\x7f")
	f.Fuzz(func(t *testing.T, in string) {
		var p parsed
		c := coder{reading: true, in: in}
		if c.parsed(&p, "x.yml"); c.err != nil {
			return
		}
		if w := written(p); w.err != nil {
			t.Errorf("%+v cannot be written", p)
		}
	})
}

func written(p parsed) *coder {
	var c coder
	c.parsed(&p, "x.yml")
	return &c
}

// roundTrip writes p and reads it.
func roundTrip(t *testing.T, p parsed) (got parsed) {
	t.Helper()
	w := written(p)
	if w.err != nil {
		t.Fatal(w.err)
	}
	c := coder{reading: true, in: string(w.out)}
	if c.parsed(&got, "x.yml"); c.err != nil || c.in != "" {
		t.Fatalf("%v, %d bytes left", c.err, len(c.in))
	}
	for n := 0; n < len(w.out); n += 1 + len(w.out)/200 {
		var half parsed
		if c := (coder{reading: true, in: string(w.out[:n])}); c.parsedWhole(&half) {
			t.Fatalf("%d of %d bytes are enough", n, len(w.out))
		}
	}
	return got
}

func (c *coder) parsedWhole(p *parsed) bool {
	c.parsed(p, "x.yml")
	return c.err == nil
}

func deep(n int) ir.Node {
	var tree ir.Node = &ir.And{}
	for range n {
		tree = &ir.Not{Kid: tree}
	}
	return tree
}

// wide hangs together in 2^n places.
func wide(n int) ir.Node {
	var tree ir.Node = &ir.And{}
	for range n {
		tree = &ir.And{Kids: []ir.Node{tree, tree}}
	}
	return tree
}

// filler puts something else in every place.
type filler struct {
	n     int
	next  ir.Node // the kind of the next condition; those below are fields
	nodes []ir.Node
}

func (f *filler) fill(t *testing.T, v reflect.Value, except []string) {
	f.n++
	switch p := v.Addr().Interface().(type) {
	case *ir.Node:
		n := reflect.New(reflect.TypeOf(f.next).Elem())
		f.next = &ir.Field{}
		f.fill(t, n.Elem(), nil)
		*p = n.Interface().(ir.Node)
		return
	case *map[string]any:
		*p = map[string]any{"a": []any{"x", true, int64(-f.n), 1.5, nil, map[string]any{"b": ""}}, "c": nil}
		return
	case *regexp.Regexp:
		*p = *regexp.MustCompile(fmt.Sprintf("(?i)a{%d}$", f.n))
		return
	case *netip.Prefix:
		*p = netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(f.n), 0}), 24)
		return
	case *error:
		*p = rules.ErrPlaceholder
		return
	case *rules.ProblemLevel:
		*p = rules.Warning
		return
	case *ir.ValueKind:
		*p = ir.CIDRValue
		return
	case *ir.SegmentKind:
		*p = ir.Dash
		return
	case *ir.Op:
		*p = ir.Null
		return
	case *ir.Part:
		*p = ir.Year
		return
	case *rules.CorrelationType, *rules.PresenceOp:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Uint64:
		v.SetUint(uint64(f.n) << 40)
	case reflect.Float64:
		v.SetFloat(-float64(f.n) / 3)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(t, v.Index(i), nil)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		if v.Type() != reflect.TypeFor[*rules.Rule]() && v.Type() != reflect.TypeFor[*rules.Presence]() {
			f.fill(t, v.Elem(), nil)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !slices.Contains(except, v.Type().Field(i).Name) {
				f.fill(t, v.Field(i), nil)
			}
		}
	case reflect.Func:
		v.Set(reflect.MakeFunc(v.Type(), func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.Zero(v.Type().Out(0))} }))
	default:
		t.Fatalf("the test does not know how to fill a %v", v.Type())
	}
}
