package engine

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
)

// misread reports whether ev, which a rule was bound for as an event of one source,
// is rather one of another that the rule sees. An event that does not name its log may
// be of several, but one with Image is none of those that call it NewProcessName:
//
//	{Image: \x.exe, CommandLine: y}  →  Sysmon 1, not Security 4688
//
// Read as that, all that a rule excludes by Image would be there.
func (e *Engine) misread(r *plan.Rule, ev *event.Event, known disowned) bool {
	if ev.Channel != "" || !known.by(r.Group, ev) {
		return false
	}
	return slices.ContainsFunc(e.rules[r.Number].groups, func(i int) bool {
		g := e.groups[i]
		return g.Source.Match.Matches(ev.Class()) && !known.by(g, ev)
	})
}

// disowned says of the event at hand which groups disown it, as far as they were asked:
// an event may have thousands of fields, and match many rules.
type disowned map[*plan.Group]bool

func (d disowned) by(g *plan.Group, ev *event.Event) bool {
	no, asked := d[g]
	if !asked {
		no = g.Disowns(ev.Fields)
		d[g] = no
	}
	return no
}
