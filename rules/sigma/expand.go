package sigma

import (
	"fmt"
	"maps"
	"slices"

	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// expand puts the values of placeholders in their place, every combination.
func expand(r *reader, ps []notation.Pattern) ([]notation.Pattern, *fault) {
	var out []notation.Pattern
	for _, p := range ps {
		filled := []notation.Pattern{nil}
		for _, next := range p {
			values, f := r.fillings(next)
			if f != nil {
				return nil, f
			}
			if next.Placeholder != "" && !r.spend(perFilled*len(filled)*len(values)) {
				return nil, overBudget("filling in placeholders")
			}
			filled = notation.Product(filled, values)
		}
		out = append(out, filled...)
	}
	return out, nil
}

// fillings returns what a piece stands for: itself, or a placeholder's values.
func (r *reader) fillings(p notation.Piece) ([]notation.Pattern, *fault) {
	if p.Placeholder == "" {
		return []notation.Pattern{{p}}, nil
	}
	values, ok := r.piped.values[p.Placeholder]
	if !ok {
		values, ok = r.placeholders[p.Placeholder]
	}
	switch {
	case len(values) > 0:
	case ok: // somebody said that there are none
		return nil, &fault{code: codePlaceholderEmpty, msg: fmt.Sprintf("the list of the placeholder %%%s%% is empty, so nothing matches here", p.Placeholder)}
	default:
		f := &fault{code: codePlaceholder, msg: fmt.Sprintf("the placeholder %%%s%% has no values", p.Placeholder), hint: "give it values in detect.yml or by --placeholders"}
		if hint := didYouMean(p.Placeholder, slices.Sorted(maps.Keys(r.placeholders))); hint != "" {
			f.hint = hint
		}
		return nil, f
	}
	var ps []notation.Pattern
	for _, v := range values {
		ps = append(ps, notation.Parse(v, false))
	}
	return ps, nil
}
