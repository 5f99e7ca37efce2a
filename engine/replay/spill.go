package replay

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/rulehound/rulehound/engine/alert"
)

// run is a sorted list of hits in a temporary file. Rules are kept as numbers:
// all alerts of a rule share its metadata.
type run struct {
	f   *os.File
	dec *gob.Decoder
}

// spilled is a hit as a run keeps it.
type spilled struct {
	Input, Ordinal, Rule int
	Seq                  int64
	Alert                alert.Stored
}

// ruleTable numbers rules.
type ruleTable struct {
	rules  []*alert.Rule
	number map[*alert.Rule]int
}

func (t *ruleTable) of(r *alert.Rule) int {
	if t.number == nil {
		t.number = map[*alert.Rule]int{}
	}
	n, ok := t.number[r]
	if !ok {
		n = len(t.rules)
		t.rules, t.number[r] = append(t.rules, r), n
	}
	return n
}

// spill writes hits, which are sorted, to a new run.
func (t *ruleTable) spill(hits []hit) (*run, error) {
	f, err := os.CreateTemp("", "rulehound-alerts-*")
	if err != nil {
		return nil, err
	}
	r := &run{f: f}
	if err := t.write(f, hits); err != nil {
		r.remove()
		return nil, fmt.Errorf("alerts do not fit into memory, and writing them to %s failed: %w", f.Name(), err)
	}
	r.dec = gob.NewDecoder(bufio.NewReader(f))
	return r, nil
}

func (t *ruleTable) write(f *os.File, hits []hit) error {
	w := bufio.NewWriter(f)
	enc := gob.NewEncoder(w)
	for _, h := range hits {
		err := enc.Encode(&spilled{
			Input: h.input, Ordinal: h.ordinal, Seq: h.seq, Rule: t.of(h.alert.Rule),
			Alert: alert.Store(h.alert),
		})
		if err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// next returns the run's next hit, false at its end.
func (t *ruleTable) next(r *run) (hit, bool, error) {
	var s spilled
	if err := r.dec.Decode(&s); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return hit{}, false, err
	}
	return hit{alert: s.Alert.Restore(t.rules[s.Rule]), input: s.Input, seq: s.Seq, ordinal: s.Ordinal}, true, nil
}

func (r *run) remove() {
	r.f.Close()
	os.Remove(r.f.Name())
}
