package document

import (
	"fmt"

	"github.com/rulehound/rulehound/rules"
)

// Each splits a rule file and gives every document to parse, which returns the
// rule, or what is wrong with it, or neither when the document is none of its
// language. This is the place that recovers from panics in the parsers of rule
// languages: one costs one document.
func Each(file string, src []byte, parse func(*Document) (*rules.Rule, []*rules.Problem)) ([]*rules.Rule, []*rules.Problem) {
	docs, problems := Split(file, src)
	var found []*rules.Rule
	for _, d := range docs {
		r, ps := guarded(d, parse)
		if r != nil {
			found = append(found, r)
		}
		problems = append(problems, ps...)
	}
	return found, problems
}

func guarded(d *Document, parse func(*Document) (*rules.Rule, []*rules.Problem)) (r *rules.Rule, problems []*rules.Problem) {
	defer func() {
		if cause := recover(); cause != nil {
			r = nil
			problems = []*rules.Problem{d.Problem(nil, "internal", rules.ErrInvalid, "this program's own fault while reading the rule: %s", fmt.Sprint(cause))}
		}
	}()
	return parse(d)
}
