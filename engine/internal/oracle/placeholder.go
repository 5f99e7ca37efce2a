package oracle

import (
	"fmt"
	"regexp"
	"strings"
)

// placeholders holds when the value, with its placeholders filled in in one of
// the possible ways, compares.
func (m *modifiers) placeholders(name string, w written, opts Options) (test, error) {
	values := opts.Placeholders
	if m.operator == "re" {
		values = expressions(values)
	}
	texts, err := fill(w.text, values)
	if err != nil {
		return nil, err
	}
	var tests []test
	for _, s := range texts {
		t, err := m.compared(name, written{text: s})
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	return atLeast(1, tests), nil
}

// expressions returns the values as expressions in which only wildcards mean
// something.
func expressions(values map[string][]string) map[string][]string {
	out := map[string][]string{}
	for name, texts := range values {
		for _, text := range texts {
			expr := ""
			for _, s := range parsePattern(text) {
				expr += map[symbolKind]string{literal: regexp.QuoteMeta(string(s.r)), anyOne: "(?s:.)", anyRun: "(?s:.*)"}[s.kind]
			}
			out[name] = append(out[name], "(?:"+expr+")")
		}
	}
	return out
}

// fill returns s with every %name% replaced, in every possible way. "A plain
// percent character can be used by escaping it with a backslash."
func fill(s string, values map[string][]string) ([]string, error) {
	before, rest := "", s
	for rest != "" {
		if strings.HasPrefix(rest, `\%`) {
			before, rest = before+"%", rest[2:]
			continue
		}
		if strings.HasPrefix(rest, `\\`) { // an escaped backslash escapes nothing
			before, rest = before+rest[:2], rest[2:]
			continue
		}
		name, after, closed := strings.Cut(strings.TrimPrefix(rest, "%"), "%")
		if rest[0] != '%' || !closed || name == "" || strings.ContainsAny(name, ` \`) {
			before, rest = before+rest[:1], rest[1:]
			continue
		}
		if len(values[name]) == 0 {
			return nil, fmt.Errorf("placeholder %%%s%% has no values", name)
		}
		tails, err := fill(after, values)
		if err != nil {
			return nil, err
		}
		var texts []string
		for _, v := range values[name] {
			for _, tail := range tails {
				texts = append(texts, before+v+tail)
			}
		}
		return texts, nil
	}
	return []string{before}, nil
}
