package ruletest

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// expectation is what a case's match key says. The zero expectation is
// "match: false".
type expectation struct {
	any     bool  // some event matches
	exactly bool  // indexes or count say which or how many
	indexes []int // nil when count counts
	count   int
}

// readExpectation reads true, false, a list of indexes, or {count: n}.
func readExpectation(n *yaml.Node) (expectation, error) {
	var x expectation
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Decode(&x.any) == nil && n.ShortTag() == "!!bool" {
			return x, nil
		}
	case yaml.SequenceNode:
		if n.Decode(&x.indexes) == nil {
			slices.Sort(x.indexes)
			x.exactly, x.indexes = true, slices.Compact(append([]int{}, x.indexes...))
			x.count = len(x.indexes)
			return x, nil
		}
	case yaml.MappingNode:
		if len(n.Content) == 2 && n.Content[0].Value == "count" && n.Content[1].Decode(&x.count) == nil && x.count >= 0 {
			x.exactly = true
			return x, nil
		}
	}
	return x, fmt.Errorf("match must be true, false, a list of event indexes, or {count: n}")
}

// unexpected reports whether event i is one that a failed test should be
// explained by.
func (x expectation) unexpected(i int, matched bool) bool {
	switch {
	case x.indexes != nil:
		return matched != slices.Contains(x.indexes, i)
	case x.exactly:
		return matched == (x.count == 0)
	}
	return matched != x.any
}

// check compares with the indexes of the events that matched, of all events. It
// returns "" or what is wrong.
func (x expectation) check(got []int, all int) string {
	switch {
	case x.indexes != nil && !slices.Equal(slices.Compact(slices.Clone(got)), x.indexes):
		return fmt.Sprintf("want a match on %s, got %s", list(x.indexes), list(got)) + beyond(x.indexes, all)
	case x.exactly && x.indexes == nil && len(got) != x.count:
		return fmt.Sprintf("want %d of %d events to match, got %d: %s", x.count, all, len(got), list(got))
	case x.exactly:
		return ""
	case x.any && len(got) == 0:
		return "want a match, got none"
	case !x.any && len(got) > 0 && all > 1:
		return "want no match, got one on " + list(got)
	case !x.any && len(got) > 0:
		return "want no match, got one"
	}
	return ""
}

func beyond(indexes []int, all int) string {
	if last := slices.Max(append(indexes, -1)); last >= all {
		return fmt.Sprintf(" (there are %d events, counted from 0)", all)
	}
	return ""
}

func list(indexes []int) string {
	if len(indexes) == 0 {
		return "no event"
	}
	return "event " + strings.Trim(strings.ReplaceAll(fmt.Sprint(indexes), " ", ", "), "[]")
}
