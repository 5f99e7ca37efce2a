package sigma_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/sigma"
)

// hostile are files that say much in few bytes.
func hostile() map[string]string {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	section := func(s string) string { return header + s }
	big := strings.Repeat("(a|b)*c{500}", 20_000)
	return map[string]string{
		"brackets":               section("  s: {a: 1}\n  condition: " + strings.Repeat("(", 1<<20) + "s" + strings.Repeat(")", 1<<20) + "\n"),
		"nots":                   section("  s: {a: 1}\n  condition: " + strings.Repeat("not ", 1<<18) + "s\n"),
		"selectors":              section("  s: {a: 1}\n  condition: " + many(10_000, "1 of s%d* or ") + "s\n"),
		"selectors and searches": section(many(20_000, "  s%d: {a: 1}\n") + "  condition: " + many(5_000, "1 of *%d or ") + "s1\n"),
		"unknown names":          section(many(10_000, "  selection%d: {a: 1}\n") + "  condition: " + many(5_000, "selektion%d or ") + "s\n"),
		"conditions":             section("  s: {a: 1}\n  condition: [" + many(100_000, "s or s,") + "s]\n"),
		"aliased conditions":     section("  s: {a: 1}\n  condition: [&c '" + strings.Repeat("s or ", 10_000) + "s'" + strings.Repeat(",*c", 100_000) + "]\n"),
		"modifiers":              section("  s:\n" + many(100_000, "    a%d|nope: 1\n") + "  condition: s\n"),
		"long modifier":          section("  s: {'a|" + strings.Repeat("x", 1<<20) + "': 1}\n  condition: s\n"),
		"modifier chain":         section("  s: {'a" + strings.Repeat("|contains", 1<<17) + "': 1}\n  condition: s\n"),
		"repeats":                section("  s: {a|re: '((a{1,1000}){1,1000}){1,1000}'}\n  condition: s\n"),
		"regexps":                section("  s:\n    a|re:\n" + many(50_000, "      - '(x%d|y){900}'\n") + "  condition: s\n"),
		"large regexp":           section("  s: {a|re: '" + strings.Repeat("(a|b)*", 100_000) + "'}\n  condition: s\n"),
		"nested regexp":          section("  s: {a|re: '" + strings.Repeat("(", 100_000) + strings.Repeat(")", 100_000) + "'}\n  condition: s\n"),
		"aliased regexp":         section("  s:\n    a|re: [&r '" + big + "'" + strings.Repeat(",*r", 100_000) + "]\n  condition: s\n"),
		"aliased text":           section("  s:\n    a: [&r '" + big + "'" + strings.Repeat(",*r", 100_000) + "]\n  condition: s\n"),
		"aliased key":            section("  s:\n    - &m {'" + big + "': 1}\n" + strings.Repeat("    - *m\n", 100_000) + "  condition: s\n"),
		"dashes":                 section("  s:\n    a|windash|base64offset|contains:\n" + many(5_000, "      - ' -a -b -c -d -e -f%d'\n") + "  condition: s\n"),
		"wildcards":              section("  s: {a: '" + strings.Repeat("*a?", 1<<18) + "'}\n  condition: s\n"),
		"placeholders":           section("  s: {a|expand: '" + strings.Repeat("%Workstations%", 1000) + "'}\n  condition: s\n"),
		"global": "title: x\naction: global\nlogsource: {product: windows}\ndetection:\n  s:\n    a:\n" + many(50_000, "      - x%d\n") + "  condition: s\n" +
			strings.Repeat("---\nlevel: low\n", 100),
	}
}

// TestHostile: no file takes long or much memory, whatever it holds, and each
// is refused in words. The limit is wide: machines are busy.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, problems := testFormat().Parse("f.yml", []byte(src))
			d := time.Since(start)
			runtime.ReadMemStats(&after)
			if len(problems) == 0 && name != "wildcards" {
				t.Error("accepted")
			}
			t.Logf("%.1f s, %d MB allocated, %d problems of %d KB", d.Seconds(), (after.TotalAlloc-before.TotalAlloc)>>20, len(problems), len(src)>>10)
			if d > time.Minute {
				t.Errorf("took %v", d)
			}
		})
	}
}

// TestLargeButHonest: long lists and many selections are fine.
func TestLargeButHonest(t *testing.T) {
	var list, searches strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&list, "    - 'value %d'\n", i)
		fmt.Fprintf(&searches, "  s%d: {a: %d}\n", i, i)
	}
	for _, s := range []string{
		"  s:\n    a|contains|all:\n" + strings.ReplaceAll(list.String(), "    -", "      -") + "  condition: s\n",
		"  s:\n" + list.String() + "  condition: s\n",
		searches.String() + "  condition: 1 of s* and not 1 of *9\n",
	} {
		if good, problems := testFormat().Parse("f.yml", []byte(header+s)); len(good) != 1 {
			t.Errorf("%.40q: %v", s, problems)
		}
	}
}

// FuzzParse: whatever a file holds, a document becomes a rule with a condition
// or a problem, and every problem stands in the file.
func FuzzParse(f *testing.F) {
	for _, c := range sigma.Checks() {
		f.Add(ruleText(c.Example))
	}
	for _, s := range []string{
		"s:\n  - word\n  - a|contains|all|windash: [' -x', \"/y\"]\n    b|re|i: 'a.*$'\ncondition: 1 of s* and not s",
		"s: &x {a|wide|base64offset|contains: foo, b|cidr: '::1', c|hour|gte: 5}\nt: *x\ncondition: [s, t]",
		"s: {a|expand: '%Workstations%\\%x%', b|fieldref|neq: c, d|exists: false, e: null}\ncondition: >\n  s\n  or s",
	} {
		f.Add(ruleText(s))
	}
	f.Fuzz(func(t *testing.T, src string) {
		good, problems := testFormat().Parse("f.yml", []byte(src))
		for _, r := range good {
			if r.Condition == nil {
				t.Fatal("a rule without a condition")
			}
			checkTree(t, r.Condition)
		}
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src), "\n") + 1
		for _, p := range problems {
			if p.Line < 0 || p.Line > lines || p.Line > 0 && p.Col < 1 || p.Code == "" || p.Msg == "" || p.Err == nil {
				t.Fatalf("%+v", p)
			}
		}
	})
}
