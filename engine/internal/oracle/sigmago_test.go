package oracle_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	sigmago "github.com/bradleyjkemp/sigma-go"
	"github.com/bradleyjkemp/sigma-go/evaluator"

	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
)

// beyond are the traits of a rule's items that sigma-go v0.6.6's evaluator
// decides otherwise than the specification, or not at all.
var beyond = []struct {
	reason string
	is     func(sigmago.FieldMatcher) bool
}{
	{"it does not know these modifiers", func(m sigmago.FieldMatcher) bool {
		return slices.ContainsFunc(m.Modifiers, func(s string) bool {
			return !slices.Contains([]string{"contains", "startswith", "endswith", "all", "re", "cidr", "base64"}, s)
		})
	}},
	{"it compares wildcards and escapes as they are", func(m sigmago.FieldMatcher) bool {
		return !slices.Contains(m.Modifiers, "re") && anyText(m, func(s string) bool { return strings.ContainsAny(s, "*?") || strings.Contains(s, `\\`) })
	}},
	{"it takes %x% for a placeholder", func(m sigmago.FieldMatcher) bool {
		return anyText(m, func(s string) bool { return strings.HasPrefix(s, "%") && strings.HasSuffix(s, "%") })
	}},
	{"it has no null", func(m sigmago.FieldMatcher) bool { return slices.Contains(m.Values, nil) }},
	{"a field that is absent is '' to it", func(m sigmago.FieldMatcher) bool {
		return anyText(m, func(s string) bool {
			re, err := regexp.Compile(s)
			return s == "" || slices.Contains(m.Modifiers, "re") && (err != nil || re.MatchString(""))
		})
	}},
}

func anyText(m sigmago.FieldMatcher, is func(string) bool) bool {
	return slices.ContainsFunc(m.Values, func(v any) bool { s, ok := v.(string); return ok && is(s) })
}

// excused are the traits of an event's value that make the two differ, rightly.
var excused = []struct {
	reason string
	is     func([]event.Value) bool
}{
	{"it sees one value of a field", func(vs []event.Value) bool { return len(vs) > 1 }},
	{"it sees one face of a value", func(vs []event.Value) bool {
		return slices.ContainsFunc(vs, func(v event.Value) bool { return v.Meaning() != nil || v.Kind() == event.Hex })
	}},
	{"it keeps trailing blanks", func(vs []event.Value) bool {
		return slices.ContainsFunc(vs, func(v event.Value) bool { return strings.TrimRight(v.Raw(), " \t\r\n") != v.Raw() })
	}},
	{"it folds case by lower case", func(vs []event.Value) bool {
		return slices.ContainsFunc(vs, func(v event.Value) bool { return strings.ContainsFunc(v.Raw(), func(r rune) bool { return r > 127 }) })
	}},
}

// supported is a rule that sigma-go evaluates as the specification says.
type supported struct {
	evaluator *evaluator.RuleEvaluator
	id        string
	sources   []oracle.Source
	fields    []string
}

// TestEngineIsSigmaGo holds the engine against sigma-go's own evaluator on the
// rules that this one supports.
func TestEngineIsSigmaGo(t *testing.T) {
	eng := publishedEngine(t)
	all := supportedRules(t)
	compared, matched := 0, 0
	excuses := map[string]int{}
	for i, ev := range sample(t) {
		if i%thin() != 0 {
			continue
		}
		hits := map[string]bool{}
		for _, a := range match(t, eng, ev) {
			hits[a.Rule.ID] = true
		}
		for _, r := range all {
			// Of fields, these events call the computer and the time otherwise only.
			if !slices.ContainsFunc(r.sources, func(s oracle.Source) bool { return len(s.Fields) == 2 && s.Sees(ev.Class()) }) {
				continue
			}
			compared++
			got, want := hits[r.id], r.matches(t, ev)
			if want {
				matched++
			}
			if got == want {
				continue
			}
			if excuse := r.excuse(ev); excuse != "" {
				excuses[excuse]++
			} else {
				t.Errorf("%s, event %d: rule %s: the engine says %t, sigma-go %t", ev.Source.File, ev.Source.Index, r.id, got, want)
			}
		}
	}
	t.Logf("%d rules, %d comparisons, %d matches; excused: %v", len(all), compared, matched, excuses)
	if matched < 200/thin() {
		t.Error("so few matches prove little")
	}
}

func supportedRules(t *testing.T) []supported {
	var all []supported
	left := map[string]int{}
	sigmaFiles(t, func(name string, src []byte) {
		r := oracle.Read(src, oracle.Options{})[0]
		rule, err := sigmago.ParseRule(src)
		switch {
		case !strings.HasPrefix(name, "rules"), r.Refused != nil, len(r.Logsource.Sources()) == 0:
		case err != nil:
			left["its parser refuses it"]++
		default:
			fields, reason := within(rule)
			if reason != "" {
				left[reason]++
				return
			}
			all = append(all, supported{evaluator.ForRule(rule), r.ID, r.Logsource.Sources(), fields})
		}
	})
	t.Logf("left out: %v", left)
	return all
}

// within returns the fields of a rule, or why sigma-go cannot decide it.
func within(rule sigmago.Rule) (fields []string, reason string) {
	for _, c := range rule.Detection.Conditions {
		if exact(c.Search) {
			return nil, "it panics on quantifiers over a plain name"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rule.Detection.Searches)) {
		search := rule.Detection.Searches[name]
		if len(search.Keywords) > 0 {
			return nil, "it has no keywords"
		}
		for _, matchers := range search.EventMatchers {
			for _, m := range matchers {
				for _, b := range beyond {
					if b.is(m) {
						return nil, b.reason
					}
				}
				fields = append(fields, m.Field)
			}
		}
	}
	return fields, ""
}

// exact reports whether a condition quantifies over a plain name.
func exact(e sigmago.SearchExpr) bool {
	switch e := e.(type) {
	case sigmago.And:
		return slices.ContainsFunc(e, exact)
	case sigmago.Or:
		return slices.ContainsFunc(e, exact)
	case sigmago.Not:
		return exact(e.Expr)
	case sigmago.OneOfIdentifier, sigmago.AllOfIdentifier:
		return true
	}
	return false
}

// matches asks sigma-go. It sees the first value of every field.
func (r *supported) matches(t *testing.T, ev *event.Event) bool {
	t.Helper()
	first := map[string]string{}
	for _, name := range r.fields {
		if v, ok := ev.Fields.Get(name); ok {
			first[name] = v.Raw()
		}
	}
	result, err := r.evaluator.Matches(context.Background(), first)
	if err != nil {
		t.Errorf("rule %s: %v", r.id, err)
	}
	return result.Match
}

// excuse returns the reason why the two may differ on the event, "" for none.
func (r *supported) excuse(ev *event.Event) string {
	for _, name := range r.fields {
		for _, x := range excused {
			if x.is(slices.Collect(ev.Fields.Values(name))) {
				return x.reason
			}
		}
	}
	return ""
}
