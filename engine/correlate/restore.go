package correlate

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
)

// ErrState says that a snapshot cannot be restored: it is of another version of
// the rules or of this program, or no snapshot.
var ErrState = errors.New("correlate: state of something else")

// Restore puts the Correlator, a new one, where the one was that wrote the
// snapshot. It refuses what was written for rules with another content; after
// an error the Correlator is of no use.
func (c *Correlator) Restore(r io.Reader) error {
	anew, gone, err := c.Resume(r)
	switch {
	case err != nil:
		return err
	case len(anew) > 0:
		return fmt.Errorf("%w: the correlation %q or a rule of it has changed", ErrState, anew[0].Title)
	case len(gone) > 0:
		return fmt.Errorf("%w: it knows a correlation %q", ErrState, gone[0])
	}
	return nil
}

// Resume is Restore for rules of which some may have changed: it takes over
// what is known of the others. It returns the correlations that start anew and
// the titles of those of which what was known is given up.
func (c *Correlator) Resume(r io.Reader) (anew []*alert.Rule, gone []string, err error) {
	var s state
	if err := gob.NewDecoder(r).Decode(&s); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrState, err)
	}
	if s.Version != stateVersion {
		return nil, nil, fmt.Errorf("%w: version %d, not %d", ErrState, s.Version, stateVersion)
	}
	c.now, c.newest, c.seq = s.Now, s.Newest, s.Seq
	c.latest = origin{source: s.Source, time: s.Time}
	c.stats = Stats{Untimed: s.Untimed, Late: s.Late}
	l := loader{Correlator: c, state: &s, hits: map[uint32]uint32{}}
	for i := range s.Early {
		c.early.add(l.input(nil, &s.Early[i]))
	}
	saved := map[string]*nodeState{}
	for i := range s.Nodes {
		saved[s.Nodes[i].Content] = &s.Nodes[i]
	}
	for _, n := range c.nodes {
		if ns := saved[n.content]; ns != nil {
			l.node(n, ns)
			delete(saved, n.content)
		} else {
			anew = append(anew, n.meta)
		}
	}
	for i := range s.Nodes {
		if saved[s.Nodes[i].Content] != nil {
			gone = append(gone, s.Nodes[i].Title)
		}
	}
	return anew, gone, l.err
}

// loader puts the parts of a state into a Correlator. What contradicts itself
// makes an error: a state may come from anywhere.
type loader struct {
	*Correlator
	state *state
	hits  map[uint32]uint32 // the numbers that those of the state have here
	err   error
}

func (l *loader) refuse(what string) {
	if l.err == nil {
		l.err = fmt.Errorf("%w: %s", ErrState, what)
	}
}

func (l *loader) node(n *node, s *nodeState) {
	n.reached, n.began, n.lostGroups, n.lostEvents = s.Reached, s.Began, s.LostGroups, s.LostEvents
	for i := range s.Waiting {
		n.waiting.add(l.input(n, &s.Waiting[i]))
	}
	places := make([]uint32, len(s.Groups))
	for i := range s.Groups {
		if l.err == nil {
			places[i] = l.group(n, &s.Groups[i])
		}
	}
	for i := range s.Open {
		o := &s.Open[i]
		if o.Group < 0 || o.Group >= len(places) || !n.perRule || len(s.Groups[o.Group].Items) == 0 {
			l.refuse("an event of no group")
			continue
		}
		n.open = append(n.open, unjudged{places[o.Group], l.input(n, &o.By)})
	}
	l.unsettled = l.unsettled || len(n.open) > 0
	for n.held > l.opts.MaxGroups {
		n.lostGroups++
		n.forget(n.oldest)
	}
}

func (l *loader) group(n *node, s *groupState) uint32 {
	_, ok := groupValues(s.Key, n.rule.GroupBy)
	key := n.keys.hold([]byte(s.Key))
	defer n.keys.release(key)
	switch {
	case !ok || n.find(key) != 0:
		l.refuse("a group with a key that cannot be")
	case n.newest != 0 && l.groups.at(n.newest).when > s.When:
		l.refuse("groups out of order")
	case len(s.Items) == 0 && n.rule.Type != rules.FirstSeen || n.closes != (s.By != nil):
		l.refuse("a group without its events")
	}
	i := n.make(key)
	g := l.groups.at(i)
	g.when, g.fired, g.reported = s.When, s.Fired, s.Reported
	if g.reported {
		l.firings[i] = firing{s.Firing.Reported, s.Firing.Time, s.Firing.Count}
	}
	for k := range s.Items {
		if l.err == nil {
			l.item(n, g, &s.Items[k])
		}
	}
	if s.By != nil {
		by := l.input(n, s.By)
		l.remember(g, &by)
	}
	return i
}

func (l *loader) item(n *node, g *group, s *itemState) {
	h := l.hit(s.Hit)
	switch {
	case h == 0:
	case g.tail != 0 && l.last(g).time > l.Correlator.hits.at(h).time:
		l.refuse("events out of order")
	case n.measure.kind == rules.ValueCount:
		s.Value = uint64(l.values.hold([]byte(s.Text)))
		defer l.values.release(uint32(s.Value))
	case n.measure.numeric() && math.IsNaN(math.Float64frombits(s.Value)), n.perRule && s.Value >= uint64(len(n.rule.Rules)):
		l.refuse("a value that cannot be")
	}
	if l.err == nil {
		n.enter(g, s.Value, h)
	}
}

// hit returns the number that a hit of the state has here.
func (l *loader) hit(place uint32) uint32 {
	if i := l.hits[place]; i != 0 {
		return i
	}
	if int64(place) >= int64(len(l.state.Hits)) {
		l.refuse("an event that is not there")
		return 0
	}
	s := &l.state.Hits[place]
	if _, ok := readPart(s.Part); !ok || int64(s.Rule) >= int64(len(l.state.Rules)) {
		l.refuse("an event that cannot be")
		return 0
	}
	i := l.Correlator.hits.take()
	*l.Correlator.hits.at(i) = hit{time: s.Time, seq: s.Seq, rule: l.rule(l.state.Rules[s.Rule]), part: s.Part}
	l.hits[place] = i
	return i
}

// rule returns the rule that an identity is of.
func (l *loader) rule(id identity) *alert.Rule {
	if src := l.sources[id]; src != nil {
		return src.meta
	}
	for _, n := range l.nodes {
		if identityOf(n.meta) == id {
			return n.meta
		}
	}
	return &alert.Rule{SHA256: id.SHA256, ID: id.ID, Title: id.Title}
}

// alert returns the alert that is on its way.
func (l *loader) alert(w *waitingState) *alert.Alert {
	alerts, err := alert.Unpack(w.Alert, []*alert.Rule{l.rule(w.ID)})
	if err != nil || len(alerts) != 1 {
		l.refuse("an alert that cannot be")
		return &alert.Alert{Rule: l.rule(w.ID), Event: &event.Event{}}
	}
	return alerts[0]
}

func (l *loader) input(n *node, w *waitingState) input {
	in := input{time: w.Time, seq: w.Seq, alert: l.alert(w)}
	if n != nil {
		if w.Rule < 0 || w.Rule >= len(n.inlets) {
			l.refuse("an alert of a rule that is not there")
			return in
		}
		in.outlet = n.inlets[w.Rule]
	} else if l.sources[w.ID] == nil {
		l.refuse("an alert of a rule that is not there")
	}
	return in
}
