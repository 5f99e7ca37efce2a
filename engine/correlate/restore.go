package correlate

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"

	"github.com/rulehound/rulehound/engine/alert"
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
	c.now, c.newest, c.seq, c.secret = s.Now, s.Newest, s.Seq, s.Secret
	c.latest = origin{source: s.Source, time: s.Time}
	c.stats = Stats{Untimed: s.Untimed, Late: s.Late}
	l := loader{Correlator: c, state: &s, hits: map[uint32]uint32{}, places: s.places(), known: map[string]bool{}}
	for i := range s.Early {
		c.early.add(l.input(nil, &s.Early[i]))
	}
	for _, w := range c.windows {
		l.resume(w)
	}
	for _, n := range c.nodes {
		if !l.known[n.content] {
			anew = append(anew, n.meta)
		}
	}
	for i := range s.Windows {
		for _, col := range s.Windows[i].Columns {
			for _, j := range col.Judges {
				if !l.known[j.Content] {
					gone = append(gone, j.Title)
				}
			}
		}
	}
	return anew, gone, l.err
}
