package document_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
)

func TestSplitKeepsTheGoodDocuments(t *testing.T) {
	const src = `title: One
---
title: Two
broken: a: b
---

---
- just
- a list
---
title: Three
id: 3
`
	docs, problems := document.Split("x.yml", []byte(src))
	var got []string
	for _, d := range docs {
		_, title := d.Get("title")
		got = append(got, fmt.Sprintf("%d:%d:%s", d.Index, d.Line, title.Value))
	}
	if s := strings.Join(got, " "); s != "0:1:One 3:11:Three" {
		t.Errorf("documents %s", s)
	}
	if len(problems) != 1 || problems[0].Error() != "x.yml:4:10: mapping values are not allowed in this context [yaml-syntax]" {
		t.Errorf("problems %v", problems)
	}
	if !errors.Is(problems[0], rules.ErrSyntax) {
		t.Error("no rules.ErrSyntax")
	}
	if p := docs[1].Problem(docs[1].Root.Content[0], "x", rules.ErrInvalid, "bad %d", 1); p.Error() != "x.yml:11:1: bad 1 [x] (rule 3)" {
		t.Error(p)
	}
}

func TestHashIgnoresLineBreaks(t *testing.T) {
	unix, _ := document.Split("x", []byte("a: 1\nb: 2\n"))
	windows, _ := document.Split("x", []byte("\ufeff---\r\na: 1\r\nb: 2\r\n\r\n---\r\n"))
	other, _ := document.Split("x", []byte("a: 1\nb: 3\n"))
	if unix[0].SHA256 != windows[0].SHA256 || unix[0].SHA256 == other[0].SHA256 {
		t.Error("the hash is not that of the content")
	}
}

func TestMeta(t *testing.T) {
	const src = `title: T
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: n
related:
  - {id: x, type: derived}
status: Stable
level: HIGH
description: |
  D
author: [A, B]
date: 2024-01-01
modified: '2024/02/03'
references: one
tags: [attack.t1552.004, ~]
falsepositives: [Admins]
fields: [A]
license: MIT
taxonomy: sigma
logsource: {product: windows, service: security, definition: audit}
detection: {}
scope: [server]
number: 12
octal: 0755
when: 2024-01-01
yes: on
float: 1.5
long: 1.50
huge: 18446744073709551616
flag: true
none: ~
deep: {a: [1, {b: x}]}
`
	docs, _ := document.Split("x.yml", []byte(src))
	var r rules.Rule
	if problems := docs[0].Meta(&r); len(problems) > 0 {
		t.Fatal(problems)
	}
	r.SHA256 = ""
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"ID":"929a690e-bef0-4204-a928-ef5e620d6fcc","Title":"T","Name":"n","Kind":"","Level":"high","Status":"stable",` +
		`"Description":"D\n","Author":"A, B","License":"MIT","Date":"2024-01-01","Modified":"2024/02/03","References":["one"],` +
		`"Tags":["attack.t1552.004"],"FalsePositives":["Admins"],"Fields":["A"],"Related":[{"id":"x","type":"derived"}],"Taxonomy":"sigma",` +
		`"Logsource":{"product":"windows","service":"security"},"Definition":"audit",` +
		`"Custom":{"deep":{"a":[1,{"b":"x"}]},"flag":true,"float":1.5,"huge":"18446744073709551616","long":"1.50","none":null,"number":12,"octal":"0755","scope":["server"],"when":"2024-01-01","yes":"on"},` +
		`"File":"x.yml","Line":1,"Doc":0,"SHA256":"","Condition":null,"Correlation":null,"Filter":null,"Exports":null,"Changes":null,"Written":null,"Filters":null}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMetaProblems(t *testing.T) {
	tests := []struct{ src, want string }{
		{"title: a\ntitle: b", "x.yml:2:1: the key \"title\" stands twice in this document [rule-duplicate-key] error"},
		{"title: [a]", "x.yml:1:8: title must be one text [rule-metadata] warning"},
		{"tags: [{a: b}]", "x.yml:1:8: tags must be a list of texts [rule-metadata] warning"},
		{"related: x", "x.yml:1:10: related must be a list of mappings with id and type [rule-metadata] warning"},
		{"logsource: {product: windows, service: [security]}", "x.yml:1:40: service must be one text [rule-logsource] error"},
		{"logsource: {product: windows, product: linux}", "x.yml:1:31: the key \"product\" stands twice in the logsource [rule-duplicate-key] error"},
		{"logsource: windows", "x.yml:1:12: logsource must be a mapping of product, category, service [rule-logsource] error"},
		{"logsource: {servce: x}", `x.yml:1:13: logsource has product, category, service and definition; "servce" says nothing to this program [rule-metadata] warning`},
	}
	for _, tt := range tests {
		docs, _ := document.Split("x.yml", []byte(tt.src))
		problems := docs[0].Meta(&rules.Rule{})
		if len(problems) != 1 || problems[0].Error()+" "+problems[0].Level.String() != tt.want {
			t.Errorf("%s: got %v", tt.src, problems)
		}
	}
}

func TestCollection(t *testing.T) {
	const src = `action: global
title: G
level: low
detection: {condition: a and b, a: {X: 1}}
---
id: one
detection: {b: {Y: 1}}
---
action: repeat
id: two
detection: {b: {Z: 2}}
---
action: reset
---
id: three
---
action: global
level: low
logsource: {product: windows}
---
level: high
logsource: {product: linux}
---
action: fly
`
	docs, problems := document.Split("x.yml", []byte(src))
	var got []string
	for _, d := range docs {
		var keys []string
		for n := d.Root.Content; len(n) > 0; n = n[2:] {
			keys = append(keys, n[0].Value)
		}
		_, id := d.Get("id")
		got = append(got, id.Value+":"+strings.Join(keys, ","))
	}
	if s := strings.Join(got, " "); s != "one:title,level,detection,id two:title,level,detection,id three:id" {
		t.Errorf("got %s", s)
	}
	_, detection := docs[1].Get("detection")
	if n := len(detection.Content); n != 6 {
		t.Errorf("%d nodes in the repeated detection", n)
	}
	if docs[0].SHA256 == docs[1].SHA256 {
		t.Error("two rules with one hash")
	}
	want := []string{
		`x.yml:22:13: "product" stands here and, with another value, in the global document (line 17) [rule-action]`,
		`x.yml:24:9: unknown action "fly"; there are global, repeat and reset [rule-action]`,
	}
	if fmt.Sprint(problems) != fmt.Sprint(want) {
		t.Errorf("problems %v", problems)
	}
}

// TestCollectionCorrelation: a correlation and a filter take over what a global
// document says of its rules, but not what those find.
func TestCollectionCorrelation(t *testing.T) {
	const global = "action: global\nlevel: low\ndetection: {a: {X: 1}}\nexpr: x\n---\n"
	for rule, want := range map[string]string{
		"detection: {condition: a}":                  "level detection expr",
		"correlation: {}":                            "level correlation",
		"filter: {}":                                 "level filter",
		"filter: {}\ndetection: {b: {}}":             "level filter detection",
		"detection: {condition: a}\n---\nfilter: {}": "level detection expr level filter",
	} {
		docs, problems := document.Split("x.yml", []byte(global+rule))
		var keys []string
		for _, d := range docs {
			for n := d.Root.Content; len(n) > 0; n = n[2:] {
				keys = append(keys, n[0].Value)
			}
		}
		if got := strings.Join(keys, " "); got != want || len(problems) > 0 {
			t.Errorf("%s: %s, %v; want %s", rule, got, problems, want)
		}
	}
}

func TestCollectionDoesNotMultiply(t *testing.T) {
	var src strings.Builder
	src.WriteString("action: global\n")
	for i := range 20_000 {
		fmt.Fprintf(&src, "k%d: 1\n", i)
	}
	for range 5_000 {
		src.WriteString("---\na: 1\n")
	}
	_, problems := document.Split("x.yml", []byte(src.String()))
	if len(problems) == 0 {
		t.Error("accepted")
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("action: global\na: &x {b: 1}\n---\nc: *x\n---\nc: {<<: *x}\ntitle: x\n")
	f.Fuzz(func(t *testing.T, src string) {
		docs, problems := document.Split("x.yml", []byte(src))
		for _, d := range docs {
			d.Meta(&rules.Rule{})
		}
		for _, p := range problems {
			if p.Line < 0 || p.Col < 0 || p.Msg == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
