package sigma

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// placeholderName returns the name of the placeholder whose percent sign s
// follows, "" when there is none.
func placeholderName(s string) string {
	name, _, closed := strings.Cut(s, "%")
	odd := func(r rune) bool { return !isWord(r) && !unicode.IsMark(r) && r != '-' && r != '.' }
	if !closed || strings.ContainsFunc(name, odd) {
		return ""
	}
	return name
}

// expand puts the values of placeholders in their place, every combination.
func expand(r *reader, ps []pattern) ([]pattern, *fault) {
	var out []pattern
	for _, p := range ps {
		filled := []pattern{nil}
		for _, next := range p {
			values, f := r.fillings(next)
			if f != nil {
				return nil, f
			}
			if next.placeholder != "" && !r.spend(perFilled*len(filled)*len(values)) {
				return nil, overBudget("filling in placeholders")
			}
			filled = product(filled, values)
		}
		out = append(out, filled...)
	}
	return out, nil
}

// fillings returns what a piece stands for: itself, or a placeholder's values.
func (r *reader) fillings(p piece) ([]pattern, *fault) {
	if p.placeholder == "" {
		return []pattern{{p}}, nil
	}
	values, ok := r.piped.values[p.placeholder]
	if !ok {
		values, ok = r.placeholders[p.placeholder]
	}
	switch {
	case len(values) > 0:
	case ok: // somebody said that there are none
		return nil, &fault{code: codePlaceholderEmpty, msg: fmt.Sprintf("the list of the placeholder %%%s%% is empty, so nothing matches here", p.placeholder)}
	default:
		f := &fault{code: codePlaceholder, msg: fmt.Sprintf("the placeholder %%%s%% has no values", p.placeholder), hint: "give it values in detect.yml or by --placeholders"}
		if hint := didYouMean(p.placeholder, slices.Sorted(maps.Keys(r.placeholders))); hint != "" {
			f.hint = hint
		}
		return nil, f
	}
	var ps []pattern
	for _, v := range values {
		ps = append(ps, parsePattern(v, false))
	}
	return ps, nil
}

// product returns every head followed by every tail.
func product(heads, tails []pattern) []pattern {
	out := make([]pattern, 0, len(heads)*len(tails))
	for _, head := range heads {
		for _, tail := range tails {
			p := clone(head)
			for _, piece := range tail {
				p = p.add(piece)
			}
			out = append(out, p)
		}
	}
	return out
}
