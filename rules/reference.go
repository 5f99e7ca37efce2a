package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/rules/internal/spelling"
)

// Reference is how one rule names another: by its id, in any case, or by its
// name, letter by letter.
type Reference struct {
	Name      string
	Line, Col int
	Rule      *Rule // what it stands for; nil until the set is linked
}

// registry finds rules by id and name.
type registry map[string][]*Rule

// newRegistry returns a registry of all rules but filters.
func newRegistry(all []*Rule) registry {
	reg := registry{}
	for _, r := range all {
		if r.Filter != nil {
			continue
		}
		if r.ID != "" {
			reg.add(idKey(r.ID), r)
		}
		if r.Name != "" {
			reg.add(nameKey(r.Name), r)
		}
	}
	return reg
}

func idKey(id string) string     { return "id " + strings.ToLower(id) }
func nameKey(name string) string { return "name " + name }

func (reg registry) add(key string, r *Rule) { reg[key] = append(reg[key], r) }

// find returns every rule that goes by the name, by id first.
func (reg registry) find(name string) []*Rule {
	found := slices.Clone(reg[idKey(name)])
	for _, r := range reg[nameKey(name)] {
		if !strings.EqualFold(r.ID, name) { // else it is there already
			found = append(found, r)
		}
	}
	return found
}

// nearest returns a hint for a name that no rule has.
func (reg registry) nearest(name string) string {
	var names []string
	for key := range reg {
		if n, ok := strings.CutPrefix(key, "name "); ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return spelling.Hint(name, slices.Values(names))
}

// problem returns a problem of rule r at a reference of it.
func (ref *Reference) problem(r *Rule, code, format string, args ...any) *Problem {
	return &Problem{File: r.File, Line: ref.Line, Col: ref.Col, RuleID: r.ID, Code: code, Msg: fmt.Sprintf(format, args...), Err: ErrReference}
}
