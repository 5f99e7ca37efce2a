package replay

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
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
	ID                   string
	Time                 time.Time
	Matched              []alert.Match
	Event                storedEvent
}

type storedEvent struct {
	Source                               event.Source
	Dialect, Channel, Provider, Computer string
	EventID                              uint32
	HasEventID                           bool
	Version                              uint8
	RecordID                             uint64
	Time                                 time.Time
	Class                                event.Class
	Fields                               []storedField
}

type storedField struct {
	Name, Path, Raw string
	Section         event.Section
	Kind            event.Kind
	Bits            uint64 // of a Hex or Time
	Meaning         *event.Meaning
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
			ID: h.alert.ID, Time: h.alert.Time, Matched: h.alert.Matched, Event: store(h.alert.Event),
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
	a := &alert.Alert{ID: s.ID, Time: s.Time, Rule: t.rules[s.Rule], Matched: s.Matched, Event: s.Event.restore()}
	return hit{alert: a, input: s.Input, seq: s.Seq, ordinal: s.Ordinal}, true, nil
}

func (r *run) remove() {
	r.f.Close()
	os.Remove(r.f.Name())
}

func store(e *event.Event) storedEvent {
	s := storedEvent{
		Source: e.Source, Dialect: e.Dialect, Channel: e.Channel, Provider: e.Provider, Computer: e.Computer,
		EventID: e.EventID, HasEventID: e.HasEventID, Version: e.Version, RecordID: e.RecordID, Time: e.Time,
		Class: e.Class(), Fields: make([]storedField, len(e.Fields)),
	}
	for i, f := range e.Fields {
		v := f.Value
		s.Fields[i] = storedField{Name: f.Name, Path: f.Path, Section: f.Section, Kind: v.Kind(), Raw: v.Raw(), Meaning: v.Meaning()}
		if at, ok := v.Time(); ok {
			s.Fields[i].Bits = uint64(at.UnixNano())
		} else if v.Kind() == event.Hex {
			s.Fields[i].Bits, _ = v.Uint()
		}
	}
	return s
}

func (s *storedEvent) restore() *event.Event {
	e := &event.Event{
		Source: s.Source, Dialect: s.Dialect, Channel: s.Channel, Provider: s.Provider, Computer: s.Computer,
		EventID: s.EventID, HasEventID: s.HasEventID, Version: s.Version, RecordID: s.RecordID, Time: s.Time,
		Fields: make(event.Fields, len(s.Fields)),
	}
	e.SetClass(s.Class)
	for i, f := range s.Fields {
		v, _ := event.Parse(f.Kind, f.Raw)
		switch f.Kind { // whose text may be of another form
		case event.Hex:
			v = event.HexText(f.Raw, f.Bits)
		case event.Time:
			v = event.TimeText(f.Raw, time.Unix(0, int64(f.Bits)))
		}
		e.Fields[i] = event.Field{Name: f.Name, Path: f.Path, Section: f.Section, Value: v.WithMeaning(f.Meaning)}
	}
	return e
}
