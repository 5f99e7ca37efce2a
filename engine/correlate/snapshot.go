package correlate

import (
	"cmp"
	"encoding/gob"
	"io"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
)

// Snapshot writes what the Correlator knows, for Restore. It is taken between
// two events.
func (c *Correlator) Snapshot(w io.Writer) error {
	s := state{
		Version: stateVersion, Now: c.now, Newest: c.newest, Seq: c.seq, Secret: c.secret,
		Source: c.latest.source, Time: c.latest.time, Untimed: c.stats.Untimed, Late: c.stats.Late, Early: c.early.save(),
	}
	save := saver{Correlator: c, state: &s, rules: map[*alert.Rule]uint32{}, hits: map[uint32]uint32{}}
	for _, w := range c.windows {
		s.Windows = append(s.Windows, save.window(w))
	}
	return gob.NewEncoder(w).Encode(&s)
}

type saver struct {
	*Correlator
	state *state
	rules map[*alert.Rule]uint32 // where each stands in the state
	hits  map[uint32]uint32
}

func (s *saver) window(w *window) windowState {
	ws := windowState{Reached: w.reached, Began: w.began, Waiting: w.waiting.save()}
	for _, col := range w.columns {
		cs := columnState{LostGroups: col.lostGroups, LostEvents: col.lostEvents}
		for _, n := range col.judges {
			cs.Judges = append(cs.Judges, judgeState{n.content, n.meta.Title})
		}
		ws.Columns = append(ws.Columns, cs)
	}
	place := map[uint32]int{}
	for i := w.oldest; i != 0; i = s.groups.At(i).newer {
		place[i] = len(ws.Groups)
		ws.Groups = append(ws.Groups, s.group(w, s.groups.At(i)))
	}
	for _, o := range w.open {
		ws.Open = append(ws.Open, openState{place[o.group], store(o.by)})
	}
	return ws
}

func (s *saver) group(w *window, g *group) groupState {
	gs := groupState{Key: w.keys.Text(g.key), When: g.when}
	w.all(g, func(col *column, i uint32, own *series) { gs.Series = append(gs.Series, s.series(col, i, own)) })
	if g.by != 0 {
		by := store(*s.ends.At(g.by))
		gs.By = &by
	}
	return gs
}

func (s *saver) series(col *column, i uint32, own *series) seriesState {
	var ss seriesState
	for k := range col.judges {
		v := verdict{i, uint8(k)}
		if own.fired&v.bit() != 0 {
			ss.Fired = append(ss.Fired, v.judge)
		}
		if f, ok := s.firings[v]; ok {
			ss.Firings = append(ss.Firings, firingState{v.judge, f.reported, f.time, f.count})
		}
	}
	for _, it := range s.past.Items(&own.Series) {
		ss.Items = append(ss.Items, itemState{s.hit(it.Hit), it.Value})
	}
	return ss
}

// hit returns the place of a hit in the state.
func (s *saver) hit(i uint32) uint32 {
	place, ok := s.hits[i]
	if !ok {
		h := s.past.Hit(i)
		place = uint32(len(s.state.Hits))
		s.hits[i] = place
		s.state.Hits = append(s.state.Hits, hitState{h.Time, h.Seq, s.rule(h.Rule), h.Packed})
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
