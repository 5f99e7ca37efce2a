package engine

import (
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// Finding is what a [Worker] found in an event: which rules match it. It means something
// to that Worker only.
type Finding int32

// These Findings are the same for all.
const (
	Nothing Finding = iota // no rule matches
	Unsure                 // a rule failed, or the event is not what its class says
	firstFinding
)

// findings are those that were met. Events match a few rules, again and again the same.
type findings struct {
	rules [][]*plan.Rule           // from firstFinding on
	known map[*plan.Rule][]Finding // by the first of the rules
}

// maxFindings bounds how many are known.
const maxFindings = 1 << 12

// of returns the Finding of what was found.
func (fs *findings) of(found []plan.Outcome) Finding {
	if len(found) == 0 {
		return Nothing
	}
	first := found[0].Rule
	for _, f := range fs.known[first] {
		if slices.EqualFunc(found, fs.in(f), func(o plan.Outcome, r *plan.Rule) bool { return o.Result == tree.Yes && o.Rule == r }) {
			return f
		}
	}
	if len(fs.rules) == maxFindings || slices.ContainsFunc(found, func(o plan.Outcome) bool { return o.Result != tree.Yes }) {
		return Unsure
	}
	if fs.known == nil {
		fs.known = map[*plan.Rule][]Finding{}
	}
	f := firstFinding + Finding(len(fs.rules))
	var rules []*plan.Rule
	for i := range found {
		rules = append(rules, found[i].Rule)
	}
	fs.rules, fs.known[first] = append(fs.rules, rules), append(fs.known[first], f)
	return f
}

// in returns the rules of f.
func (fs *findings) in(f Finding) []*plan.Rule { return fs.rules[f-firstFinding] }

// Finding returns what the last [Worker.MatchPart] found.
func (w *Worker) Finding() Finding { return w.finding }

// MatchAgain is [Worker.MatchPart] of an event that is, in all that rules look at, as a
// silent one in which f was found, neither Nothing nor Unsure; whole is all of it.
func (w *Worker) MatchAgain(dst []*alert.Alert, f Finding, whole *event.Event) ([]*alert.Alert, error) {
	defer w.state.Event.Unload() // keep no event
	t := w.counts.of(whole.Class())
	t.events++
	w.state.Silent = true
	w.state.Event.LoadLike(whole, &t.wholes)
	w.state.Forget()
	w.found = w.found[:0]
	for _, r := range w.findings.in(f) {
		w.found = append(w.found, plan.Outcome{Rule: r, Result: tree.Yes})
	}
	return w.show(dst, whole)
}
