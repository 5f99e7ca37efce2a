package exprlang_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestFormat(t *testing.T) {
	const head = "title: t\nid: 1\nlogsource: {product: windows}\n"
	tests := []struct{ name, src, want string }{
		{"plain", head + "expr: EventID == 1\nlevel: high", "expr"},
		{"both languages", head + "expr: EventID == 1\ndetection: {a: {b: c}, condition: a}", "sigma+expr"},
		{"no expr", head + "detection: {a: {b: c}, condition: a}", ""},
		{"list", head + "expr: [a]", "r.yml:4:7: expr must be an expression [expr-syntax] (rule 1)"},
		{"null", head + "expr:", "r.yml:4:6: expr must be an expression [expr-syntax] (rule 1)"},
		{"no log source", "title: t\nexpr: EventID == 1", "r.yml:1:1: the rule names no log source: logsource has product, category or service [rule-logsource]"},
		{"empty log source", "expr: EventID == 1\nlogsource: {definition: x}", "r.yml:2:1: the rule names no log source: logsource has product, category or service [rule-logsource]"},
		{"unknown log source", "expr: EventID == 1\nlogsource: {product: acme}", "expr r.yml:2:1: no events are known for this log source; the rule applies to nothing, name the log source in detect.yml [rule-logsource]"},
		{"duplicate key", head + "expr: EventID == 1\nexpr: EventID == 2", `r.yml:5:1: the key "expr" stands twice in this document [rule-duplicate-key] (rule 1)`},
		{"position, plain", head + "expr: EventID == 1\n   and Xyzzyx == 2", `r.yml:5:8: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field] (rule 1)`},
		{"position, quoted", head + `expr: "EventID == \"é\" and Xyzzyx == 2"`, `r.yml:4:29: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field] (rule 1)`},
		{"position, single-quoted", head + `expr: 'Image == ''a'' and Xyzzyx == 2'`, `r.yml:4:27: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field] (rule 1)`},
		{"position, the first of two", head + "expr: Xyzzyx == 1 or Xyzzyx == 2", `r.yml:4:7: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field] (rule 1)`},
		{"position, folded", head + "expr: >-\n    EventID == 1\n\n    and\n    Xyzzyx == 2", `r.yml:8:5: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field] (rule 1)`},
		{"position, syntax", head + "expr: |\n    EventID == 1\n    and 'é' == Image Image\n", `r.yml:6:22: unexpected token Identifier("Image") [expr-syntax] (rule 1)`},
		{"third document", "---\n---\n" + head + "---\nexpr: |\n  Xyzzyx == 1\nlogsource: {product: windows}", `r.yml:8:3: unknown field "Xyzzyx", write event["Xyzzyx"] if events have it [expr-field]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, problems := exprlang.Format().Parse("r.yml", []byte(tt.src))
			var got []string
			for _, r := range found {
				got = append(got, r.Kind)
			}
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestSentinels(t *testing.T) {
	for src, want := range map[string]error{
		"Xyzzyx == 1":          rules.ErrUnknownField,
		"Image ==":             rules.ErrSyntax,
		"now() == 1":           rules.ErrUnsupported,
		`inList(Image, "x")`:   rules.ErrPlaceholder,
		`equalsFold(Image, 1)`: rules.ErrInvalid,
	} {
		if _, problems := parse(t, src); len(problems) != 1 || !errors.Is(problems[0], want) {
			t.Errorf("%s: %v", src, problems)
		}
	}
}

func TestOptions(t *testing.T) {
	table, err := taxonomy.Windows().With(taxonomy.Extra{
		Fields:     []string{"Tunnel"},
		Logsources: []taxonomy.ExtraLogsource{{Product: "acme", Channel: "Acme"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := exprlang.Format(exprlang.WithTaxonomy(table), exprlang.WithLists(map[string][]string{"l": {"a"}}))
	found, problems := f.Parse("r.yml", []byte("logsource: {product: acme}\nexpr: Tunnel == 1 and inList(Image, 'l')"))
	if len(problems) > 0 || len(found) != 1 {
		t.Fatal(problems)
	}
	if got := strings.Join(ir.Fields(found[0].Condition), " "); got != "Image Tunnel" {
		t.Errorf("reads %s", got)
	}
}

func TestClaims(t *testing.T) {
	f := exprlang.Format()
	if !f.Claims("a.yml", []byte("expr: x")) || f.Claims("a.yml", []byte("detection: x")) || !f.Claims("a.yml", []byte("\xff\xfee\x00")) {
		t.Error("Claims")
	}
}
