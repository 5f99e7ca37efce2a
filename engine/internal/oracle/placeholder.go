package oracle

import (
	"fmt"
	"regexp"
	"strings"
)

// placeholders holds when the value, with its placeholders filled in in one of
// the possible ways, compares. Dashes of the values are only those of windash
// when that follows expand: modifiers act in the given order.
func (m *modifiers) placeholders(name string, w written, opts Options) (test, error) {
	values := opts.Placeholders
	if m.operator == "re" {
		values = expressions(values)
	}
	of := *m
	parts := pieces(w.text)
	if m.dashedFirst {
		of.windash = false
		dash(parts)
	}
	texts, err := fill(parts, values)
	if err != nil {
		return nil, err
	}
	var tests []test
	for _, s := range texts {
		t, err := of.compared(name, written{text: s})
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

// piece is a stretch of a text, or the name of a placeholder.
type piece struct {
	text string
	name bool
}

// pieces takes a text apart. "A plain percent character can be used by escaping
// it with a backslash."
func pieces(s string) []piece {
	all := []piece{{}}
	plain := func(t string) { all[len(all)-1].text += t }
	for s != "" {
		if strings.HasPrefix(s, `\%`) {
			plain("%")
			s = s[2:]
			continue
		}
		if strings.HasPrefix(s, `\\`) { // an escaped backslash escapes nothing
			plain(s[:2])
			s = s[2:]
			continue
		}
		name, after, closed := strings.Cut(strings.TrimPrefix(s, "%"), "%")
		if s[0] != '%' || !closed || name == "" || strings.ContainsAny(name, ` \`) {
			plain(s[:1])
			s = s[1:]
			continue
		}
		all = append(all, piece{name, true}, piece{})
		s = after
	}
	return all
}

// dash marks the dashes that start a parameter in the text around placeholders,
// which are words to it.
func dash(parts []piece) {
	for i := range parts {
		if parts[i].name {
			continue
		}
		word := func(at int) string {
			if at < 0 || at >= len(parts) {
				return ""
			}
			return "x"
		}
		before := word(i - 1)
		around := plain(before + parts[i].text + word(i+1)).windash()
		marked := ""
		for _, s := range around[len(before) : len(before)+len([]rune(parts[i].text))] {
			if s.kind == anyDash {
				s.r = dashMark
			}
			marked += string(s.r)
		}
		parts[i].text = marked
	}
}

// fill puts the values of placeholders in their place, in every possible way.
func fill(parts []piece, values map[string][]string) ([]string, error) {
	texts := []string{""}
	for _, p := range parts {
		with := []string{p.text}
		if p.name {
			if with = values[p.text]; len(with) == 0 {
				return nil, fmt.Errorf("placeholder %%%s%% has no values", p.text)
			}
		}
		var longer []string
		for _, head := range texts {
			for _, tail := range with {
				longer = append(longer, head+tail)
			}
		}
		texts = longer
	}
	return texts, nil
}
