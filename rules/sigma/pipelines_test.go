package sigma_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// piped returns what a rule becomes under pipelines: its problems, log source,
// steps and condition.
func piped(t *testing.T, rule string, texts ...string) string {
	t.Helper()
	var ps []*sigma.Pipeline
	for _, text := range texts {
		p, err := sigma.ReadPipeline("p.yml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	format := sigma.Format(sigma.WithPipelines(ps...), sigma.WithPlaceholders(map[string][]string{"known": {"k"}}))
	good, problems := format.Parse("f.yml", []byte(ruleText(rule)))
	var parts []string
	for _, p := range problems {
		parts = append(parts, p.Code+": "+p.Msg)
	}
	for _, r := range good {
		parts = append(parts, r.Changes...)
		if r.Logsource.Service != "" {
			parts = append(parts, "service "+r.Logsource.Service)
		}
		if r.Correlation != nil {
			parts = append(parts, r.Correlation.String())
		} else {
			parts = append(parts, strings.TrimSpace(ir.Format(r.Condition)))
		}
	}
	return strings.Join(parts, "\n")
}

func steps(s string) string {
	return "name: p\ntransformations:\n" + s
}

func TestPipelines(t *testing.T) {
	const rule = "s: {A|contains: x, B: [y, 'z*']}\ncondition: s"
	tests := []struct{ name, rule, steps, want string }{
		{"nothing", rule, "- {type: set_state, key: a, val: b}",
			"s: and\n  A contains 'x'\n  B equals 'y', 'z'*"},
		{"field_name_mapping", rule, "- {type: field_name_mapping, mapping: {A: a.b}}",
			"p: field_name_mapping\ns: and\n  a.b contains 'x'\n  B equals 'y', 'z'*"},
		{"one field becomes several", rule, "- {id: m, type: field_name_mapping, mapping: {A: [C, D]}}",
			"p: field_name_mapping m\ns: or\n  and\n    C contains 'x'\n    B equals 'y', 'z'*\n  and\n    D contains 'x'\n    B equals 'y', 'z'*"},
		{"fieldref", "s: {A|fieldref: B}\ncondition: s", "- {type: field_name_mapping, mapping: {B: b}}", "p: field_name_mapping\ns: A equals field b"},
		{"field_name_prefix_mapping", "s: {win.x: 1, win.y.z: 2}\ncondition: s", "- {type: field_name_prefix_mapping, mapping: {win.: w_, win.y.: yy_}}",
			"p: field_name_prefix_mapping\ns: and\n  w_x equals 1\n  yy_z equals 2"},
		{"field_name_prefix", "s: {A: 1}\ncondition: s", "- {type: field_name_prefix, prefix: p.}", "p: field_name_prefix\ns: p.A equals 1"},
		{"field_name_suffix", "s: {A|re: x}\ncondition: s", "- {type: field_name_suffix, suffix: .k}", "p: field_name_suffix\ns: A.k re /x/"},
		{"add_condition", "s: {A: 1}\ncondition: s", "- {type: add_condition, conditions: {Index: [a, b]}}",
			"p: add_condition\nand\n  s: A equals 1\n  added_by_pipeline: Index equals 'a', 'b'"},
		{"add_condition negated, from a template", "s: {A: 1}\ncondition: s", "- {type: add_condition, negated: true, template: true, conditions: {Index: $product}}",
			"p: add_condition\nand\n  s: A equals 1\n  not\n    added_by_pipeline: Index equals 'windows'"},
		{"later steps change added conditions", "s: {A: 1}\ncondition: s", "- {type: add_condition, conditions: {B: b}}\n- {type: field_name_mapping, mapping: {B: C}}",
			"p: add_condition\np: field_name_mapping\nand\n  s: A equals 1\n  added_by_pipeline: C equals 'b'"},
		{"change_logsource", "s: {A: 1}\ncondition: s", "- {type: change_logsource, product: windows, service: sysmon}",
			"p: change_logsource\nservice sysmon\ns: A equals 1"},
		{"drop_detection_item", rule, "- {type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [A]}]}",
			"p: drop_detection_item\ns: B equals 'y', 'z'*"},
		{"dropping everything", "s: {A: 1}\ncondition: s", "- {type: drop_detection_item}",
			`sigma-pipeline: the pipelines leave nothing of the selection "s"`},
		{"replace_string", rule, `- {type: replace_string, regex: '^(.)\*?$', replacement: '<\1>'}`,
			"p: replace_string\ns: and\n  A contains '<x>'\n  B equals '<y>', '<z>'"},
		{"replace_string leaves expressions and numbers", "s: {A|re: x, B: 1}\ncondition: s", `- {type: replace_string, regex: '.', replacement: y}`,
			"s: and\n  A re /x/\n  B equals 1"},
		{"value_placeholders", "s: {A|expand: '%v%'}\ncondition: s", "- {type: value_placeholders}\nvars: {v: [a, b]}", "p: value_placeholders\ns: A equals 'a', 'b'"},
		{"value_placeholders without values", "s: {A|expand: '%w%'}\ncondition: s", "- {type: value_placeholders}\nvars: {v: [a, b]}",
			`sigma-pipeline: pipeline "p", step 1 (value_placeholders): the pipeline has no variable for the placeholder %w%`},
		{"others keep theirs", "s: {A|expand: '%known%'}\ncondition: s", "- {type: value_placeholders, include: [v]}", "s: A equals 'k'"},
		{"wildcard_placeholders", "s: {A|expand: 'a%w%'}\ncondition: s", "- {type: wildcard_placeholders, exclude: [known]}", "p: wildcard_placeholders\ns: A equals 'a'*"},
		{"rule_failure", rule, "- {type: rule_failure, message: no}", `sigma-pipeline: pipeline "p", step 1 (rule_failure): no`},
		{"detection_item_failure", rule, "- {type: detection_item_failure, message: no, field_name_conditions: [{type: include_fields, fields: [B]}]}",
			`sigma-pipeline: pipeline "p", step 1 (detection_item_failure): B: no`},
		{"logsource", "s: {A: 1}\ncondition: s", "- {type: field_name_suffix, suffix: 1, rule_conditions: [{type: logsource, product: Windows}]}\n- {type: field_name_suffix, suffix: 2, rule_conditions: [{type: logsource, service: security}]}",
			"p: field_name_suffix\ns: A1 equals 1"},
		{"any condition", "s: {A: 1}\ncondition: s", "- {type: field_name_suffix, suffix: 1, rule_cond_op: or, rule_conditions: [{type: logsource, product: linux}, {type: contains_detection_item, field: A, value: 1}]}",
			"p: field_name_suffix\ns: A1 equals 1"},
		{"not a condition", "s: {A: 1}\ncondition: s", "- {type: field_name_suffix, suffix: 1, rule_cond_not: true, rule_conditions: [{type: is_sigma_rule}]}", "s: A equals 1"},
		{"processing_item_applied", "s: {A: 1}\ncondition: s", "- {id: one, type: field_name_suffix, suffix: 1}\n- {type: field_name_suffix, suffix: 2, field_name_conditions: [{type: processing_item_applied, processing_item_id: one}]}\n- {type: field_name_suffix, suffix: 3, rule_conditions: [{type: processing_item_applied, processing_item_id: two}]}",
			"p: field_name_suffix one\np: field_name_suffix\ns: A12 equals 1"},
		{"processing_state", "s: {A: 1}\ncondition: s", "- {type: set_state, key: k, val: v}\n- {type: field_name_suffix, suffix: 1, rule_conditions: [{type: processing_state, key: k, val: v}]}\n- {type: field_name_suffix, suffix: 2, detection_item_conditions: [{type: processing_state, key: k, val: w}]}",
			"p: field_name_suffix\ns: A1 equals 1"},
		{"match_string", rule, "- {type: field_name_suffix, suffix: 1, detection_item_conditions: [{type: match_string, cond: any, pattern: '^z'}]}",
			"p: field_name_suffix\ns: and\n  A contains 'x'\n  B1 equals 'y', 'z'*"},
		{"match_string of all values", rule, "- {type: field_name_suffix, suffix: 1, detection_item_conditions: [{type: match_string, cond: all, pattern: '^z'}]}",
			"s: and\n  A contains 'x'\n  B equals 'y', 'z'*"},
		{"is_null", "s: {A: null, B: 1}\ncondition: s", "- {type: field_name_suffix, suffix: 1, detection_item_conditions: [{type: is_null}]}", "p: field_name_suffix\ns: and\n  A1 null\n  B equals 1"},
		{"exclude_fields by expression", rule, "- {type: field_name_suffix, suffix: 1, field_name_conditions: [{type: exclude_fields, fields: ['[AX]'], mode: re}]}",
			"p: field_name_suffix\ns: and\n  A contains 'x'\n  B1 equals 'y', 'z'*"},
		{"tag, rule_attribute", "title: t\nlevel: high\ntags: [a.b]\nlogsource: {product: windows}\ndetection: {s: {A: 1}, condition: s}",
			"- {type: field_name_suffix, suffix: 1, rule_conditions: [{type: tag, tag: a.b}, {type: rule_attribute, attribute: level, value: high}]}", "p: field_name_suffix\ns: A1 equals 1"},
		{"a list of maps", "s: [{A: 1}, {B: 2}]\ncondition: s", "- {type: field_name_mapping, mapping: {B: [C, D]}}", "p: field_name_mapping\ns: or\n  A equals 1\n  C equals 2\n  D equals 2"},
		{"keywords have no names", "s: [a, b]\ncondition: s", "- {type: field_name_suffix, suffix: 1}", "s: keyword 'a', 'b'"},
		{"correlations", "title: c\ncorrelation: {type: value_count, rules: [a], group-by: [A, ip], aliases: {ip: {a: B}}, timespan: 5m, condition: {field: C, gte: 1}}",
			"- {type: field_name_mapping, mapping: {A: a, B: b, C: c, ip: x}}", "p: field_name_mapping\nvalue_count of c by a, ip over a within 5m, gte 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := piped(t, tt.rule, steps(tt.steps)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestPipelineOrder: the smallest priority acts first.
func TestPipelineOrder(t *testing.T) {
	suffix := func(s, priority string) string {
		return "name: p" + s + "\npriority: " + priority + "\ntransformations: [{type: field_name_suffix, suffix: " + s + "}]\n"
	}
	if got := piped(t, "s: {A: x}\ncondition: s", suffix("1", "20"), suffix("2", "10"), suffix("3", "20")); !strings.HasSuffix(got, "s: A213 equals 'x'") {
		t.Error(got)
	}
}

func TestPipelineErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"- a", "p.yml: a pipeline file is one mapping [pipeline]"},
		{"nam: x", `p.yml:1:1: unknown key "nam", did you mean name? [pipeline]`},
		{"transformations: [{type: field_name_maping}]", `unknown transformation "field_name_maping", did you mean field_name_mapping?`},
		{"transformations: [{type: query_expression_placeholders}]", `unknown transformation "query_expression_placeholders"`},
		{"transformations: [{}]", "a transformation has a type"},
		{"transformations: [{type: rule_failure, text: no}]", `unknown key "text"`},
		{"transformations: [{type: rule_failure, rule_conditions: [{type: logsorce}]}]", `unknown condition "logsorce" here, did you mean logsource?`},
		{"transformations: [{type: replace_string, regex: '(', replacement: x}]", "missing closing )"},
		{"transformations: [{type: add_condition}]", "add_condition has conditions"},
		{"transformations: [{type: rule_failure, rule_cond_op: xor}]", "here stands and, or or"},
		{"finalizers: [{type: concat}]", "this part changes queries of other systems"},
	}
	for _, tt := range tests {
		_, err := sigma.ReadPipeline("p.yml", []byte(tt.src))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s\ngot  %v\nwant %s", tt.src, err, tt.want)
		}
	}
}
