package pipeline

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

// run runs one pipeline over a detection.
func run(src, detection string) (*Rule, error) {
	p, err := Parse("p.yml", []byte(src))
	if err != nil {
		return nil, err
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(detection), &n); err != nil {
		return nil, err
	}
	r := NewRule(&rules.Rule{Line: 1}, n.Content[0])
	return r, Run([]*Pipeline{p}, r)
}

func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d"), i)
	}
	return b.String()
}

// TestHostile: pipelines that multiply are stopped, and say where.
func TestHostile(t *testing.T) {
	names := strings.TrimSuffix(repeated(10_000, "f#,"), ",")
	doubling := "transformations:\n" + strings.Repeat("- {type: replace_string, regex: 'a+', replacement: '\\g<0>\\g<0>'}\n", 60)
	tests := []struct{ name, pipeline, detection, want string }{
		{"aliases", "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\nvars: *f\n", "", "nodes [pipeline]"},
		{"brackets", "vars: " + strings.Repeat("[", 100_000), "", "p.yml:1:1: "},
		{"transformations", "transformations:\n" + strings.Repeat("- {type: rule_failure, message: no}\n", maxSteps+1), "", "more than 5000 transformations"},
		{"nests", "transformations: " + strings.Repeat("[{type: nest, items: ", 20) + "[]" + strings.Repeat("}]", 20), "", "nested deeper than 8 levels"},
		{"an expression", "transformations: [{type: replace_string, regex: '" + strings.Repeat("(a{1,100}", 3) + strings.Repeat("){1,100}", 3) + "', replacement: x}]", "", "expression"},
		{"many expressions", "transformations: [{type: rule_failure, message: no, field_name_conditions: [{type: include_fields, mode: re, fields: [" + strings.TrimSuffix(repeated(500, "'(abc#){900}',"), ",") + "]}]}]", "", "too large"},
		{"brackets of a condition", "transformations: [{type: rule_failure, message: no, rule_conditions: {a: {type: is_sigma_rule}}, rule_cond_expr: '" + strings.Repeat("(", 100_000) + "a'}]", "", "nested too deeply"},
		{"problems", "transformations:\n" + strings.Repeat("- {type: no}\n", 5000), "", "unknown transformation"},
		{"doubled texts", doubling, "s: {A: aa}", "p.yml:21: replace_string: a value has more than 1048576 bytes now"},
		{"texts between all letters", "transformations: [{type: replace_string, regex: '', replacement: " + strings.Repeat("b", 100_000) + "}]", "s: {A: " + strings.Repeat("a", 100_000) + "}", "more than 1048576 bytes"},
		{"doubled values", "transformations:\n" + strings.Repeat("- {type: map_string, mapping: {a: [a, a]}}\n", 60), "s: {A: a}", "more work"},
		{"one field into many", "transformations:\n- type: field_name_mapping\n  mapping: {A: [" + names + "]}\n", "s: {A: 1, B: 2}\nt: {A: 1}\nu: {A: 3}\n", "p.yml:2: field_name_mapping: the rule has more than 10000 fields now"},
		{"fields that multiply", "transformations:\n" + strings.Repeat("- {type: field_name_mapping, mapping: {A: [A, A]}}\n", 60), "s: {A: 1}", "more than 10000 fields"},
		{"conditions that are added", "transformations:\n" + strings.Repeat("- {type: add_condition, conditions: {A: 1, B: 2, C: 3}}\n", 3_500), "s: {A: 1}", "more than 10000 fields"},
		{"steps over many fields", "transformations:\n" + strings.Repeat("- {type: field_name_suffix, suffix: a, field_name_conditions: [{type: include_fields, fields: [Z]}]}\n", 2_500), "s: {" + strings.TrimSuffix(repeated(1000, "f#: 1, "), ", ") + "}", "more work"},
		{"names that grow", "transformations:\n" + strings.Repeat("- {type: field_name_suffix, suffix: "+strings.Repeat("a", 400)+"}\n", 3_000), "s: {" + strings.TrimSuffix(repeated(1000, "f#: 1, "), ", ") + "}", "more work"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := run(tt.pipeline, tt.detection)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				s := fmt.Sprint(err)
				t.Errorf("got %.300s, want %s", s, tt.want)
			}
			if err != nil && len(err.Error()) > 20_000 {
				t.Errorf("%d bytes of errors", len(err.Error()))
			}
		})
	}
}

// TestManyTexts: a catastrophic expression over long lists takes linear time.
func TestManyTexts(t *testing.T) {
	values := strings.TrimSuffix(repeated(5000, "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#!',"), ",")
	r, err := run("transformations: [{type: replace_string, regex: '^(a+)+$', replacement: x}]", "s: {A: ["+values+"]}")
	if err != nil || len(r.Changes) != 0 {
		t.Error(err, r.Changes)
	}
}

// TestManyGroups: values that become many fields each are not all taken apart before they
// are found to be too many.
func TestManyGroups(t *testing.T) {
	groups := repeated(100, "(?P<g#>") + "x" + strings.Repeat(")", 100)
	values := strings.Repeat("x,", 5_000) + "x"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := run("transformations: [{type: extract_fields, regex: '"+groups+"'}]", "s: {A: ["+values+"]}")
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), "more than 10000 fields") {
		t.Errorf("got %v", err)
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 64<<20 {
		t.Errorf("%d MB are taken", taken>>20)
	}
}

// FuzzPipeline: whatever a pipeline says, it is refused or does its work within
// bounds, and a pipeline that is read twice does the same.
func FuzzPipeline(f *testing.F) {
	for _, seed := range []string{
		"name: p\npriority: 5\nvars: {a: [b]}\ntransformations:\n- {id: x, type: field_name_mapping, mapping: {A: [C, D], null: E}}\n- {type: replace_string, regex: '(x)', replacement: '\\1*\\\\'}",
		"transformations: [{type: nest, items: [{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [A.*], mode: re}]}]}]",
		"transformations: [{type: add_condition, conditions: {A|contains: [1, null]}, template: true}, {type: case, method: snake_case}, {type: hashes_fields, valid_hash_algos: [MD5]}]",
		"transformations: [{type: set_value, value: null}, {type: convert_type, target_type: num}, {type: map_string, mapping: {a: []}}]",
		"transformations: [{type: rule_failure, message: x, rule_cond_expr: not (a and b), rule_conditions: {a: {type: tag, tag: x.y}, b: {type: rule_attribute, attribute: level, value: high}}}]",
	} {
		f.Add(seed, "s: {A|contains|all: [x, 'y\\*z'], B: 1, C|neq: c, D|fieldref: A}\nk: [a, 'b*']\nl: [{A: null}, {E|re: x}]\ne: {F|expand: '%a%x'}")
	}
	f.Fuzz(func(t *testing.T, pipeline, detection string) {
		a, errA := run(pipeline, detection)
		b, errB := run(pipeline, detection)
		if fmt.Sprint(errA) != fmt.Sprint(errB) {
			t.Fatalf("%v, then %v", errA, errB)
		}
		if errA != nil {
			return
		}
		if fmt.Sprint(a.Changes) != fmt.Sprint(b.Changes) {
			t.Fatalf("%v, then %v", a.Changes, b.Changes)
		}
		for _, s := range a.Sections {
			a.Section(s, &yaml.Node{Kind: yaml.MappingNode})
		}
	})
}

// FuzzText: a value that is read as steps see it and written again means the same.
func FuzzText(f *testing.F) {
	for _, s := range []string{`C:\\*`, `a\*b?`, `\\\\server\\*`, `%a%\%b%`, `\`, `*`} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, expand bool) {
		a := read(s, expand)
		if b := read(a.written(expand), expand); !a.equal(b) {
			t.Errorf("%q is %q %v, written %q, which is %q %v", s, a.shown, a.kinds, a.written(expand), b.shown, b.kinds)
		}
	})
}
