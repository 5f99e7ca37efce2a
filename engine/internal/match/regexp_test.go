package match_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func re(s string) ir.Value {
	return ir.Value{Kind: ir.RegexpValue, Text: s, Regexp: regexp.MustCompile(s)}
}

func TestRegexp(t *testing.T) {
	runTable(t, []row{
		{"search", f(ir.Regexp, re("b+")), texts("abbc"), true},
		{"near miss", f(ir.Regexp, re("^b+")), texts("abbc"), false},
		{"case counts", f(ir.Regexp, re("ABB")), texts("abbc"), false},
		{"unless it says so", f(ir.Regexp, re("(?i)ABB")), texts("abbc"), true},
		{"its own case beside the prefilter's", f(ir.Regexp, re("Abb")), texts("abb ABB Abb"), true},
		{"Kelvin sign", f(ir.Regexp, re("(?i)kelvin")), texts("\u212aELVIN"), true},
		{"absent", f(ir.Regexp, re("")), nil, false},
		{"null", f(ir.Regexp, re("")), vals(null), false},
		{"empty", f(ir.Regexp, re("")), texts(""), true},
		{"number", f(ir.Regexp, re("^46[0-9]{2}$")), vals(event.UintValue(4624)), true},
		{"made hex", f(ir.Regexp, re("^0x3e7$")), vals(event.HexText("0x03E7", 999)), true},
		{"not the decimal of hex", f(ir.Regexp, re("^999$")), vals(event.HexText("0x03E7", 999)), false},
		{"hex that a reader made decimal", f(ir.Regexp, re("^0x3e7$|^99")), vals(event.HexText("999", 999)), true},
		{"several values", f(ir.Regexp, re("^b")), texts("a", "b"), true},
		{"several expressions", f(ir.Regexp, re("x"), re("b")), texts("abc"), true},
		{"a meaning", f(ir.Regexp, re("key\\.$")), vals(machine), true},
		{"alternatives", f(ir.Regexp, re("foo|ba[rz]")), texts("a baz"), true},
		{"alternatives, none", f(ir.Regexp, re("foo|ba[rz]")), texts("a bax"), false},
		{"invalid UTF-8", f(ir.Regexp, re("a\ufffdb")), texts("a\xffb"), true},
	})
}

func TestRequired(t *testing.T) {
	for expr, want := range map[string]string{
		"abc":                  "abc",
		"(?i)ABC":              "abc",
		"ab+c":                 "a & b & c",
		"a(bcd)+e":             "bcd & a & e",
		"(foo|quux)x?":         "foo quux",
		"foo|":                 "",
		"a*":                   "",
		"(abc){2,}":            "abc",
		"(abc)?":               "",
		".*\\.exe$":            ".exe",
		"[`']x":                "x & ' `",
		"[`'].*":               "' `",
		"[a-z]+":               "",
		"\ufffd":               "",
		"\u212aelvin":          "kelvin",
		"(a|b)longest(cc|ddd)": "longest & cc ddd & a b",
		"(foo.*quux|&&)":       "&& quux",
	} {
		var lists []string
		for _, r := range match.RequiredOf(regexp.MustCompile(expr)) {
			slices.Sort(r)
			lists = append(lists, strings.Join(r, " "))
		}
		if got := strings.Join(lists, " & "); got != want {
			t.Errorf("%q needs %q, want %q", expr, got, want)
		}
	}
}

// FuzzRequired holds the prefilter against the expression: what it leaves out
// must not match.
func FuzzRequired(f *testing.F) {
	f.Add("(?i)foo|ba[rz]", "a BAZ")
	f.Add("[`']+x{2,3}", "'xx")
	f.Add("a\ufffd", "a\xff")
	f.Fuzz(func(t *testing.T, expr, text string) {
		r, err := regexp.Compile(expr)
		if err != nil || len(expr) > 100 || !r.MatchString(text) {
			return
		}
		folded := fold.String(text)
		for _, need := range match.RequiredOf(r) {
			if !slices.ContainsFunc(need, func(s string) bool { return strings.Contains(folded, s) }) {
				t.Errorf("%q matches %q without any of %q", expr, text, need)
			}
		}
	})
}
