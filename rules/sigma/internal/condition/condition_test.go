package condition_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/sigma/internal/condition"
)

func TestParse(t *testing.T) {
	tests := []struct{ src, want string }{
		{"selection", "selection"},
		{"a and b or c and d", "a and b or c and d"},
		{"a and (b or c)", "a and (b or c)"},
		{"(a and b) or c", "a and b or c"},
		{"not a and b", "not a and b"},
		{"not (a and b)", "not (a and b)"},
		{"not not a", "not not a"},
		{"a AND NOT b Or c", "a and not b or c"},
		{"a and(not(b))", "a and not b"},
		{"a and (b and c)", "a and (b and c)"},
		{"1 of them", "1 of them"},
		{"ANY OF THEM", "1 of them"},
		{"All Of sel*", "all of sel*"},
		{"1  of\n  sel_1_*", "1 of sel_1_*"},
		{"3 of *", "3 of *"},
		{"1 of *_main and 1 of a*b*c", "1 of *_main and 1 of a*b*c"},
		{"1 of selection", "1 of selection"},
		{"1 of themes*", "1 of themes*"},
		{"all of them_x", "all of them_x"},
		{"sel-a and filter_x.conf and 4688 and 1", "sel-a and filter_x.conf and 4688 and 1"},
		{"выбор and sélection", "выбор and sélection"},
		{"all and any and of and them", "all and any and of and them"},
		{"android or nota or order", "android or nota or order"},
		{"not 1 of filter_* and all of sel*", "not 1 of filter_* and all of sel*"},
		{"\n  a\n  and b\n", "a and b"},
		{"a | count() by b > 5", "a"},
	}
	for _, tt := range tests {
		c, err := condition.Parse(tt.src)
		if err != nil {
			t.Errorf("%q: %v", tt.src, err)
			continue
		}
		if got := c.Expr.String(); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.src, got, tt.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		src    string
		offset int
		want   string
	}{
		{"", 0, "the condition is empty"},
		{"  ", 2, "the condition is empty"},
		{"a and", 2, `something is missing after "and"`},
		{"a and not", 6, `something is missing after "not"`},
		{"or a", 0, `something is missing before "or"`},
		{"a and or b", 6, `something is missing between "and" and "or"`},
		{"()", 1, `something is missing between "(" and ")"`},
		{"not", 0, `something is missing after "not"`},
		{"a b", 2, `"b" follows "a" without and or or`},
		{"a not b", 2, `"not" follows "a" without and or or between them, write and not`},
		{"(a b)", 3, `"b" follows "a"`},
		{"(a", 0, "this bracket is never closed"},
		{"a and (b or (c)", 6, "this bracket is never closed"},
		{"(a | count() > 5", 0, "this bracket is never closed"},
		{"a)", 1, "this bracket was never opened"},
		{"1 of", 2, `a name, a pattern or "them" must follow "1 of"`},
		{"1 of and b", 5, `a name, a pattern or "them" must follow "1 of"`},
		{"1 of (a*)", 5, `a name, a pattern or "them" must follow "1 of", quantifiers take no brackets`},
		{"some of them", 0, `"some" is no quantity`},
		{"0 of them", 0, "0 of would always match"},
		{"-1 of them", 0, `"-1" is no quantity`},
		{"99999999999 of them", 0, `"99999999999" is no quantity`},
		{"selection*", 0, `the pattern "selection*" does not say how many of its selections must match, write "1 of selection*" or "all of selection*"`},
		{"a and filter*", 6, `the pattern "filter*"`},
		{"1 of sel?", 8, `'?' cannot stand in a condition, the only wildcard of a pattern is *`},
		{"é && b", 3, `'&' cannot stand in a condition, write and, or, not`},
		{"'a'", 0, `'\'' cannot stand in a condition, names are written without quotes`},
		{"a, b", 1, `',' cannot stand in a condition`},
		{"| count() > 5", 0, `something is missing before "|"`},
		{strings.Repeat("(", 201) + "a" + strings.Repeat(")", 201), 200, "the condition is nested deeper than 200 levels"},
		{strings.Repeat("not ", 201) + "a", 800, "the condition is nested deeper than 200 levels"},
		{strings.Repeat("a or ", 1<<14) + "a", 0, "the condition is longer than 64 KiB"},
	}
	for _, tt := range tests {
		_, err := condition.Parse(tt.src)
		e, ok := errors.AsType[*condition.Error](err)
		if !ok {
			t.Errorf("%.40q: got %v", tt.src, err)
			continue
		}
		if e.Offset != tt.offset || !strings.HasPrefix(e.Error(), tt.want) {
			t.Errorf("%.40q: got %d: %s\nwant %d: %s", tt.src, e.Offset, e, tt.offset, tt.want)
		}
	}
}

func TestOffsets(t *testing.T) {
	const src = "selection and (1 of sel_* or not (b or c)) and d"
	c, err := condition.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walk func(e *condition.Expr)
	walk = func(e *condition.Expr) {
		got = append(got, src[e.Start:e.End])
		for _, kid := range e.Kids {
			walk(kid)
		}
	}
	walk(c.Expr)
	want := []string{src, "selection", "(1 of sel_* or not (b or c))", "1 of sel_*", "not (b or c)", "(b or c)", "b", "c", "d"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if of := c.Expr.Kids[1].Kids[0]; src[of.NameStart:of.NameStart+5] != "sel_*" {
		t.Errorf("the pattern stands at %d", of.NameStart)
	}
}

func TestAggregation(t *testing.T) {
	c, err := condition.Parse("a or b | count() by x > 5 ")
	if err != nil || c.Aggregation != "count() by x > 5" || c.Pipe != 7 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestCovers(t *testing.T) {
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"them", "selection", true},
		{"them", "_hidden", false},
		{"*", "selection", true},
		{"*", "_hidden", false},
		{"_*", "_hidden", true},
		{"_*", "selection", false},
		{"sel*", "selection", true},
		{"sel*", "sel", true},
		{"sel*", "filter", false},
		{"*_main", "filter_main", true},
		{"*_main", "_filter_main", false},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "abc", true},
		{"a*b*c", "acb", false},
		{"a*a", "a", false},
		{"*ab*ab*", "xabab", true},
		{"*ab*ab", "xab", false},
		{"sel", "sel", true},
		{"sel", "sel1", false},
		{"Sel*", "selection", false},
		{"a.c", "abc", false},
	}
	for _, tt := range tests {
		if got := condition.Covers(tt.pattern, tt.name); got != tt.want {
			t.Errorf("Covers(%q, %q) = %v", tt.pattern, tt.name, got)
		}
	}
}

func TestHostile(t *testing.T) {
	start := time.Now()
	for _, src := range []string{
		strings.Repeat("(", 1<<20),
		strings.Repeat("(", condition.MaxLength),
		strings.Repeat("not ", condition.MaxLength/4),
		strings.Repeat("1 of a* or ", condition.MaxLength/11),
		strings.Repeat("a", condition.MaxLength),
	} {
		condition.Parse(src)
	}
	condition.Covers(strings.Repeat("*a", 1<<15), strings.Repeat("a", 1<<20))
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

// What is printed reads as the same expression, and prints the same again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a and not (b or 1 of c*) or all of them", "not not(a)", "a and (b and (c or d))", "of of of", "a|b", "ANY of x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c, err := condition.Parse(src)
		if err != nil {
			if e, ok := errors.AsType[*condition.Error](err); !ok || e.Offset > len(src) {
				t.Fatalf("%q: %#v", src, err)
			}
			return
		}
		printed := c.Expr.String()
		again, err := condition.Parse(printed)
		if err != nil {
			if len(printed) > condition.MaxLength {
				return
			}
			t.Fatalf("%q printed as %q: %v", src, printed, err)
		}
		if !same(c.Expr, again.Expr) || again.Expr.String() != printed {
			t.Fatalf("%q printed as %q reads otherwise", src, printed)
		}
	})
}

func same(a, b *condition.Expr) bool {
	if a.Op != b.Op || a.Name != b.Name || a.N != b.N || len(a.Kids) != len(b.Kids) {
		return false
	}
	for i := range a.Kids {
		if !same(a.Kids[i], b.Kids[i]) {
			return false
		}
	}
	return true
}
