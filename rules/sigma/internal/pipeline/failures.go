package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

func dropItems(r *Rule, s *step) error {
	return r.each(s, func(it *Item) ([]group, error) {
		if it.keyword {
			r.note("without keywords")
		} else {
			r.note("without %s", it.key.Value)
		}
		return []group{}, nil
	})
}

func ruleFailure(p *params) action {
	message := p.string("message")
	return func(*Rule, *step) error { return errors.New(message) }
}

func itemFailure(p *params) action {
	message := p.string("message")
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			if it.keyword {
				return nil, fmt.Errorf("keywords: %s", message)
			}
			return nil, fmt.Errorf("%s: %s", it.Field, message)
		})
	}
}

// strictMapping refuses rules with fields that no step has mapped so far.
func strictMapping(r *Rule, _ *step) error {
	var unmapped []string
	r.some(func(it *Item) bool {
		if !it.keyword && !r.mapped[it.Field] && !slices.Contains(unmapped, it.Field) {
			unmapped = append(unmapped, it.Field)
		}
		return false
	})
	if len(unmapped) == 0 {
		return nil
	}
	slices.Sort(unmapped)
	return fmt.Errorf("no step maps %s", strings.Join(unmapped, ", "))
}
