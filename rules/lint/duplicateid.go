package lint

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/rules"
)

// duplicateIDs finds rules that have the id of an earlier one. Both run, but
// nobody can tell which of them an alert, an exception or a correlation means.
func duplicateIDs(l *linter) []*rules.Problem {
	var found []*rules.Problem
	first := map[string]*rules.Rule{}
	for r := range l.set.All() {
		id := strings.ToLower(r.ID)
		other := first[id]
		switch {
		case id == "":
		case other == nil:
			first[id] = r
		default:
			found = append(found, &rules.Problem{
				File: r.File, Line: r.Line, RuleID: r.ID, Code: "duplicate-id", Err: rules.ErrDuplicateID,
				Msg:  fmt.Sprintf("the rule at %s:%d has the same id", other.File, other.Line),
				Hint: "give each rule an id of its own",
			})
		}
	}
	return found
}
