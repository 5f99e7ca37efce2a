package engine

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// Finding is what a [Worker] found in an event: which rules match it, and after
// [Worker.MatchAgain] also what of it matched. It means something to that Worker only.
// The nil Finding is that no rule matches.
type Finding struct {
	rules   []*plan.Rule
	matched [][]alert.Match // in each of their alerts; nil while nobody noted it
}

// findings are those that were met. Events match a few rules, again and again the same.
type findings struct {
	n     int
	known map[*plan.Rule][]*Finding // by the first of the rules
}

const (
	maxFindings = 1 << 12 // bounds how many are known
	maxMatched  = 4 << 10 // bounds what is noted of what matched, in bytes
	matchSize   = 7 * 16  // of those, what an [alert.Match] takes beside its texts
)

// of returns the Finding of what was found, and false where that is not to be relied on
// again: a rule failed, or there are too many Findings.
func (fs *findings) of(found []plan.Outcome) (*Finding, bool) {
	if len(found) == 0 {
		return nil, true
	}
	first := found[0].Rule
	for _, f := range fs.known[first] {
		if slices.EqualFunc(found, f.rules, func(o plan.Outcome, r *plan.Rule) bool { return o.Result == tree.Yes && o.Rule == r }) {
			return f, true
		}
	}
	if fs.n == maxFindings || slices.ContainsFunc(found, func(o plan.Outcome) bool { return o.Result != tree.Yes }) {
		return nil, false
	}
	if fs.known == nil {
		fs.known = map[*plan.Rule][]*Finding{}
	}
	f := &Finding{}
	for i := range found {
		f.rules = append(f.rules, found[i].Rule)
	}
	fs.n, fs.known[first] = fs.n+1, append(fs.known[first], f)
	return f, true
}

// Finding returns what the last [Worker.MatchPart] or [Worker.MatchAgain] found, and false
// where that says nothing of an event like that one: a rule failed, or the event was not
// what its class says.
func (w *Worker) Finding() (*Finding, bool) { return w.finding, w.sure }

// MatchAgain is [Worker.MatchPart] of an event that is, in all that rules look at, as a
// silent one in which f was found, which is not nil; whole is all of it. Its own Finding
// saves work with the next one of the kind.
func (w *Worker) MatchAgain(dst []*alert.Alert, f *Finding, whole *event.Event) ([]*alert.Alert, error) {
	r := w.counts.route(whole.Class())
	r.events++
	w.finding, w.sure = f, true
	if f.matched != nil {
		return w.reportKnown(dst, f, whole), nil // Fast path: what matched is known, too.
	}
	defer w.state.Event.Unload() // keep no event
	w.state.Silent = true
	w.state.Event.LoadLike(whole, &r.wholes)
	w.state.Forget()
	w.found = w.found[:0]
	for _, r := range f.rules {
		w.found = append(w.found, plan.Outcome{Rule: r, Result: tree.Yes})
	}
	n := len(dst)
	dst, err := w.show(dst, whole)
	if full := f.withMatched(dst[n:]); full != nil && err == nil {
		w.finding = full
	}
	return dst, err
}

// withMatched returns f with what matched in the event that alerts are of, one for each
// of its rules; nil where there is too much of it, or more to tell.
func (f *Finding) withMatched(alerts []*alert.Alert) *Finding {
	if len(alerts) != len(f.rules) { // a rule sees the event in two ways
		return nil
	}
	byNumber := func(a, b *plan.Rule) int { return a.Number - b.Number }
	full, size := &Finding{rules: slices.SortedFunc(slices.Values(f.rules), byNumber)}, 0
	for _, a := range alerts {
		if a.Exports != nil { // what correlations need of this event
			return nil
		}
		own := slices.Clone(a.Matched)
		for i := range own {
			m := &own[i]
			if size += matchSize + len(m.Field) + len(m.EventField) + len(m.Value) + len(m.Raw); size > maxMatched {
				return nil
			}
			m.Field, m.EventField = strings.Clone(m.Field), strings.Clone(m.EventField)
			m.Value, m.Raw = strings.Clone(m.Value), strings.Clone(m.Raw)
		}
		full.matched = append(full.matched, own)
	}
	return full
}

// reportKnown is report of an event of which f tells what matched.
func (w *Worker) reportKnown(dst []*alert.Alert, f *Finding, whole *event.Event) []*alert.Alert {
	fingerprint := w.digest.Sum(whole)
	w.made = slices.Grow(w.made[:0], len(f.rules)) // alerts stay where they are
	for i, hit := range f.rules {
		w.counts.match(hit.Number)
		w.made = append(w.made, w.alert(hit, whole, fingerprint, f.matched[i]))
		dst = append(dst, &w.made[i])
	}
	return dst
}
