package plan

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// naming is by which names of fields events tell that they are of a source, or are not.
type naming struct {
	own     []string // that only its events have
	foreign []string // that rules say, and its events do not
}

func newNaming(fields map[string]taxonomy.Mapping) (n naming) {
	for name, m := range fields {
		if isOneOf(name, m.Names) {
			continue // its events have both
		}
		n.foreign = append(n.foreign, name)
		n.own = append(n.own, m.Names...)
	}
	both := func(name string) bool { return isOneOf(name, n.own) }
	own := slices.DeleteFunc(slices.Clone(n.own), func(name string) bool { return isOneOf(name, n.foreign) })
	return naming{own: own, foreign: slices.DeleteFunc(n.foreign, both)}
}

func isOneOf(name string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// Disowns reports whether an event with those fields calls some of them as rules do
// and as the source's events do not, and none as only those do.
func (g *Group) Disowns(fields event.Fields) bool {
	return hasAny(fields, g.naming.foreign) && !hasAny(fields, g.naming.own)
}

func hasAny(fields event.Fields, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(fields, func(f event.Field) bool { return f.Is(name) })
	})
}
