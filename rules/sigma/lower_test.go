package sigma_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

// lowered returns the condition of a detection section that must load.
func lowered(tb testing.TB, detection string) ir.Node {
	tb.Helper()
	good, problems := testFormat().Parse("f.yml", []byte(ruleText(detection)))
	if len(good) != 1 {
		tb.Fatalf("%s: %v", detection, problems)
	}
	return good[0].Condition
}

// field returns the only field of a condition.
func field(tb testing.TB, detection string) *ir.Field {
	tb.Helper()
	for n := range ir.All(lowered(tb, detection)) {
		if f, ok := n.(*ir.Field); ok {
			return f
		}
	}
	tb.Fatalf("%s: no field", detection)
	return nil
}

// TestOrigin: every node remembers its author.
func TestOrigin(t *testing.T) {
	n := lowered(t, `selection:
  - Operation|contains: '%%2464'
    Image|endswith|all:
      - 'it''s'
      - "b"
  - word
filter:
  User|neq: [a, b, c, d, e, f, g]
other: {a: 5}
condition: >
  1 of sel* or
  not (filter and other)`)
	var got strings.Builder
	for n := range ir.All(n) {
		m := n.Origin()
		fmt.Fprintf(&got, "%d:%d %T %q %s\n", m.Line, m.Col, n, m.Label, m.Text)
	}
	const want = `14:5 *ir.Or "" 1 of sel* or not (filter and other)
4:3 *ir.Or "selection" selection
4:3 *ir.Keyword "" word
5:7 *ir.And "" {Operation|contains: '%%2464', Image|endswith|all: ['it''s', 'b']}
5:7 *ir.Field "" Operation|contains: '%%2464'
6:7 *ir.And "" Image|endswith|all: ['it''s', 'b']
7:11 *ir.Field "" Image|endswith|all: 'it''s'
8:11 *ir.Field "" Image|endswith|all: 'b'
15:5 *ir.Not "" not (filter and other)
15:9 *ir.And "" (filter and other)
11:5 *ir.Not "filter" User|neq: [a, b, c, d, e, … 2 more]
11:5 *ir.Field "" User|neq: [a, b, c, d, e, … 2 more]
12:11 *ir.Field "other" a: 5
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", &got, want)
	}
	if v := field(t, "s: {a: [1, 'x*']}\ncondition: s").Values[1]; v.Line != 4 || v.Col != 14 || v.Text != "x*" {
		t.Errorf("the value %q stands at %d:%d", v.Text, v.Line, v.Col)
	}
}

// TestShared: a selection that the condition names twice is one node.
func TestShared(t *testing.T) {
	or := lowered(t, "a: {x: 1}\nb: {y: 1}\ncondition: a and b or a and not b or 1 of * or 1 of *").(*ir.Or)
	if or.Kids[0].(*ir.And).Kids[0] != or.Kids[1].(*ir.And).Kids[0] {
		t.Error("two nodes of one selection")
	}
	if or.Kids[2] != or.Kids[3] {
		t.Error("two nodes of one pattern")
	}
}

// TestNumbers: integers of 64 bits are exact, and an integer is one however it
// is written.
func TestNumbers(t *testing.T) {
	tests := []struct {
		source string
		want   ir.Number
	}{
		{"0x3e7", ir.Number{Float: 999, Bits: 999, Exact: true}},
		{"4.0", ir.Number{Float: 4, Bits: 4, Exact: true}},
		{"-4.0", ir.Number{Float: -4, Bits: 4, Negative: true, Exact: true}},
		{"18446744073709551615", ir.Number{Float: 18446744073709551615, Bits: 18446744073709551615, Exact: true}},
		{"-9223372036854775808", ir.Number{Float: -9223372036854775808, Bits: 1 << 63, Negative: true, Exact: true}},
		{"-9223372036854775809", ir.Number{}}, // it is text
		{"18446744073709551616", ir.Number{}},
		{"1.5", ir.Number{Float: 1.5}},
		{"-0", ir.Number{Exact: true}},
		{"1e3", ir.Number{Float: 1000, Bits: 1000, Exact: true}},
		{"010", ir.Number{Float: 10, Bits: 10, Exact: true}},
	}
	for _, tt := range tests {
		if got := field(t, "s: {a: "+tt.source+"}\ncondition: s").Values[0].Num; got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.source, got, tt.want)
		}
	}
}

// TestRegexp: expressions mean what PCRE makes of them.
func TestRegexp(t *testing.T) {
	tests := []struct {
		key, expr, text string
		want            bool
	}{
		{"re", `b`, "abc", true},
		{"re", `B`, "abc", false},
		{"re|i", `B`, "abc", true},
		{"re", ``, "", true},
		{"re", `a$`, "a", true},
		{"re", `a$`, "a\n", true},
		{"re", `a$`, "a\n\n", false},
		{"re", `a$`, "a\nb", false},
		{"re", `^a$`, "a\n", true},
		{"re", `a$`, "a\r\n", false},
		{"re", `^$`, "\n", true},
		{"re", `a\z`, "a\n", false},
		{"re", `a$|b`, "a\n", true},
		{"re", `(a$)+`, "a\n", true},
		{"re|m", `a$`, "a\nb", true},
		{"re", `(?m)a$`, "a\nb", true},
		{"re", `a\$`, "a$\n", true},
		{"re", `a[$]$`, "a$\n", true},
		{"re", `a.b`, "a\nb", false},
		{"re|s", `a.b`, "a\nb", true},
		{"re|i|s", `A.B$`, "a\nb\n", true},
		{"re", `\d{1,3}\.é$`, "x12.é\n", true},
		{"re", `(?i)É$`, "é\n", true},
		{"re", `x{2,}?y*$`, "xxyy\n", true},
	}
	for _, tt := range tests {
		f := field(t, fmt.Sprintf("s:\n  a|%s: '%s'\ncondition: s", tt.key, tt.expr))
		if got := f.Values[0].Regexp.MatchString(tt.text); got != tt.want {
			t.Errorf("%s %q on %q: %v", tt.key, tt.expr, tt.text, got)
		}
	}
}

// TestBase64Offsets: wherever a text stands in a longer one, one of its three
// forms stands in the encoded text.
func TestBase64Offsets(t *testing.T) {
	for _, s := range []string{"ab", "abc", "IEX ", "Invoke-Expression", "ÄÖ"} {
		f := field(t, "s:\n  a|base64offset|contains: '"+s+"'\ncondition: s")
		for before := range 7 {
			for after := range 4 {
				encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\xff", before) + s + strings.Repeat("\xee", after)))
				if !containsAny(encoded, f.Values) {
					t.Errorf("%q with %d bytes before and %d after is not in %s", s, before, after, encoded)
				}
			}
		}
	}
}

func containsAny(s string, values []ir.Value) bool {
	for _, v := range values {
		if lit, ok := v.Glob.Literal(); ok && strings.Contains(s, lit) {
			return true
		}
	}
	return false
}
