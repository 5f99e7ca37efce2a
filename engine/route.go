package engine

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// route returns the groups whose rules can see events of class c. What the
// class does not say may be anything, so no detection is lost to an event that
// says little.
func (e *Engine) route(c event.Class) []int {
	var groups []int
	for i, g := range e.groups {
		if g.Source.Match.Matches(c) {
			groups = append(groups, i)
		}
	}
	return groups
}

// cloneClass returns c with texts of its own, to keep.
func cloneClass(c event.Class) event.Class {
	c.Channel, c.Provider = strings.Clone(c.Channel), strings.Clone(c.Provider)
	return c
}
