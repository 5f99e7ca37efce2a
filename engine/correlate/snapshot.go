package correlate

import (
	"cmp"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// ErrState says that a snapshot cannot be restored: it is of another version of
// the rules or of this program, or no snapshot.
var ErrState = errors.New("correlate: state of something else")

// stateVersion changes with the form of snapshots.
const stateVersion = 2

// state is everything that a Correlator knows, but its rules and options.
type state struct {
	Version int
	Rules   []string // what each node is made of, by content
	Now     int64
	Newest  int64
	Seq     uint64
	Source  event.Source // of the last event
	Time    int64
	Untimed int64
	Late    int64
	Early   []waitingState
	Nodes   []nodeState
}

type nodeState struct {
	Reached, Began         int64
	LostGroups, LostEvents int64
	Waiting                []waitingState
	Groups                 []groupState // in the order of their list
	Open                   []openState
}

// waitingState is an input on its way.
type waitingState struct {
	Time  int64
	Seq   uint64
	Rule  int      // of the node
	ID    identity // of the rule that raised the alert
	Alert alert.Stored
}

type openState struct {
	Key string
	By  waitingState
}

type groupState struct {
	Key               string
	Opened, AgainTime int64
	AgainCount        int
	Fired             bool
	Reported          uint64
	Items             []itemState
	Last              *waitingState // where the end of the window decides
}

type itemState struct {
	Time     int64
	Seq      uint64
	Number   float64
	Text, ID string
}

// Snapshot writes what the Correlator knows, for Restore. It is taken between
// two events.
func (c *Correlator) Snapshot(w io.Writer) error {
	s := state{
		Version: stateVersion, Rules: c.contents(), Now: c.now, Newest: c.newest, Seq: c.seq,
		Source: c.last.source, Time: c.last.time, Untimed: c.stats.Untimed, Late: c.stats.Late, Early: c.early.save(),
	}
	for _, n := range c.nodes {
		s.Nodes = append(s.Nodes, n.save())
	}
	return gob.NewEncoder(w).Encode(&s)
}

// Restore puts the Correlator, a new one, where the one was that wrote the
// snapshot. It refuses what was written for rules with another content.
func (c *Correlator) Restore(r io.Reader) error {
	var s state
	if err := gob.NewDecoder(r).Decode(&s); err != nil {
		return fmt.Errorf("%w: %w", ErrState, err)
	}
	if s.Version != stateVersion {
		return fmt.Errorf("%w: version %d, not %d", ErrState, s.Version, stateVersion)
	}
	own := c.contents()
	if len(own) != len(s.Rules) || len(own) != len(s.Nodes) {
		return fmt.Errorf("%w: of %d correlations, not %d", ErrState, len(s.Rules), len(own))
	}
	for i, n := range c.nodes {
		if own[i] != s.Rules[i] {
			return fmt.Errorf("%w: the correlation %q or a rule of it has changed", ErrState, n.meta.Title)
		}
	}
	c.now, c.newest, c.seq = s.Now, s.Newest, s.Seq
	c.last = origin{source: s.Source, time: s.Time}
	c.stats = Stats{Untimed: s.Untimed, Late: s.Late}
	for _, w := range s.Early {
		c.early.add(w.input(nil))
	}
	for i, n := range c.nodes {
		n.load(&s.Nodes[i])
		c.unsettled = c.unsettled || len(n.open) > 0
	}
	return nil
}

// contents identifies the nodes.
func (c *Correlator) contents() []string {
	all := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		all[i] = n.content
	}
	return all
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
	r := in.alert.Rule
	w := waitingState{Time: in.time, Seq: in.seq, ID: identity{r.SHA256, r.ID, r.Title}, Alert: alert.Store(in.alert)}
	if in.outlet != nil {
		w.Rule = in.outlet.rule
	}
	return w
}

func (w *waitingState) input(n *node) input {
	in := input{mark: &mark{w.Time, w.Seq, w.Alert.ID}, alert: w.Alert.Restore(&alert.Rule{SHA256: w.ID.SHA256, ID: w.ID.ID, Title: w.ID.Title})}
	if n != nil {
		in.outlet = n.inlets[w.Rule]
	}
	return in
}

func (n *node) save() nodeState {
	s := nodeState{Reached: n.reached, Began: n.began, LostGroups: n.lostGroups, LostEvents: n.lostEvents, Waiting: n.waiting.save()}
	for g := n.oldest; g != nil; g = g.newer {
		s.Groups = append(s.Groups, g.save())
	}
	for _, o := range n.open {
		s.Open = append(s.Open, openState{o.group.keyed.key, store(o.by)})
	}
	return s
}

func (g *group) save() groupState {
	s := groupState{Key: g.keyed.key, Opened: g.opened, AgainTime: g.again.time, AgainCount: g.again.count, Fired: g.fired, Reported: g.reported}
	for _, it := range g.live() {
		s.Items = append(s.Items, itemState{it.time, it.seq, it.number, it.text, it.id})
	}
	if t := g.tally; t != nil && t.alert != nil {
		last := store(input{mark: g.last().mark, alert: t.alert, outlet: t.outlet})
		s.Last = &last
	}
	return s
}

func (n *node) load(s *nodeState) {
	n.reached, n.began, n.lostGroups, n.lostEvents = s.Reached, s.Began, s.LostGroups, s.LostEvents
	for _, w := range s.Waiting {
		n.waiting.add(w.input(n))
	}
	for i := range s.Groups {
		from := &s.Groups[i]
		g := n.add(n.ring.at(from.Key))
		g.opened, g.again, g.fired, g.reported = from.Opened, again{from.AgainTime, from.AgainCount}, from.Fired, from.Reported
		for _, it := range from.Items {
			n.measure.enter(g, item{&mark{it.Time, it.Seq, it.ID}, it.Number, it.Text})
		}
		if from.Last != nil {
			last := from.Last.input(n)
			g.tally.alert, g.tally.outlet = last.alert, last.outlet
		}
		n.link(g)
	}
	for _, o := range s.Open {
		if g := n.ring.at(o.Key).group(n); g != nil {
			n.open = append(n.open, unjudged{g, o.By.input(n)})
		}
	}
}
