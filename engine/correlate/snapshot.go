package correlate

import (
	"cmp"
	"encoding/gob"
	"io"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// Snapshot writes what the Correlator knows, for Restore. It is taken between
// two events.
func (c *Correlator) Snapshot(w io.Writer) error {
	s := state{
		Version: stateVersion, Now: c.now, Newest: c.newest, Seq: c.seq,
		Source: c.latest.source, Time: c.latest.time, Untimed: c.stats.Untimed, Late: c.stats.Late, Early: c.early.save(),
	}
	save := saver{Correlator: c, state: &s, rules: map[*alert.Rule]uint32{}, hits: map[uint32]uint32{}}
	for _, n := range c.nodes {
		s.Nodes = append(s.Nodes, save.node(n))
	}
	return gob.NewEncoder(w).Encode(&s)
}

type saver struct {
	*Correlator
	state *state
	rules map[*alert.Rule]uint32 // where each stands in the state
	hits  map[uint32]uint32
}

func (s *saver) node(n *node) nodeState {
	ns := nodeState{
		Content: n.content, Title: n.meta.Title, Reached: n.reached, Began: n.began,
		LostGroups: n.lostGroups, LostEvents: n.lostEvents, Waiting: n.waiting.save(),
	}
	place := map[uint32]int{}
	for i := n.oldest; i != 0; i = s.groups.at(i).newer {
		place[i] = len(ns.Groups)
		ns.Groups = append(ns.Groups, s.group(n, i))
	}
	for _, o := range n.open {
		ns.Open = append(ns.Open, openState{place[o.group], store(o.by)})
	}
	return ns
}

func (s *saver) group(n *node, i uint32) groupState {
	g := s.groups.at(i)
	f := s.firings[i]
	gs := groupState{
		Key: n.keys.entries.at(g.key).text, When: g.when, Fired: g.fired, Reported: g.reported,
		Firing: firingState{f.reported, f.time, f.count},
	}
	for _, it := range s.live(g) {
		is := itemState{Hit: s.hit(it.hit), Value: it.value}
		if n.measure.kind == rules.ValueCount {
			is.Value, is.Text = 0, s.values.entries.at(uint32(it.value)).text
		}
		gs.Items = append(gs.Items, is)
	}
	if g.by != 0 {
		by := store(*s.ends.at(g.by))
		gs.By = &by
	}
	return gs
}

// hit returns the place of a hit in the state.
func (s *saver) hit(i uint32) uint32 {
	place, ok := s.hits[i]
	if !ok {
		h := s.Correlator.hits.at(i)
		place = uint32(len(s.state.Hits))
		s.hits[i] = place
		s.state.Hits = append(s.state.Hits, hitState{h.time, h.seq, s.rule(h.rule), h.part})
	}
	return place
}

func (s *saver) rule(r *alert.Rule) uint32 {
	place, ok := s.rules[r]
	if !ok {
		place = uint32(len(s.state.Rules))
		s.rules[r] = place
		s.state.Rules = append(s.state.Rules, identityOf(r))
	}
	return place
}

// save returns the inputs in the order in which they came.
func (q *queue) save() []waitingState {
	ordered := make([]waitingState, len(q.heap))
	sorted := slices.SortedFunc(slices.Values(q.heap), func(a, b queued) int { return cmp.Compare(a.order, b.order) })
	for i, in := range sorted {
		ordered[i] = store(in.input)
	}
	return ordered
}

func store(in input) waitingState {
	w := waitingState{Time: in.time, Seq: in.seq, ID: identityOf(in.alert.Rule)}
	w.Alert = alert.Pack(nil, []*alert.Alert{in.alert}, func(*alert.Rule) int { return 0 })
	if in.outlet != nil {
		w.Rule = in.outlet.rule
	}
	return w
}
