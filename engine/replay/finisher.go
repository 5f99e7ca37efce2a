package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
)

// finisher makes alerts of hits, which must come in order: it gives their event
// its index, and tells apart alerts of one input that are equal to the last byte,
// which real logs hold. The second and later ones get an id of their own. Equal
// events have equal times, so it forgets what came before.
type finisher struct {
	inputs []*Input
	rules  []*alert.Rule
	now    time.Time
	seen   map[repeat]int
	text   []byte // scratch
}

type repeat struct {
	input int
	id    string
}

// alerts returns the alerts of h, which are of one event.
func (f *finisher) alerts(h *hits.Hit) ([]*alert.Alert, error) {
	all, err := alert.Unpack(string(h.Packed), f.rules)
	if err != nil {
		return nil, err
	}
	all[0].Event.Source.Index = f.index(h, all[0].Event.Source.Index)
	for _, a := range all {
		a.ID = f.id(h, a.ID)
	}
	return all, nil
}

// index returns the index of the event of h, which was given as own.
func (f *finisher) index(h *hits.Hit, own int64) int64 {
	if h.Input < len(f.inputs) {
		return f.inputs[h.Input].index(h.Seq)
	}
	return own // what correlations raise is of no input
}

// id returns the id of an alert of h, which without others would be own.
func (f *finisher) id(h *hits.Hit, own string) string {
	if f.seen == nil || !h.Time.Equal(f.now) {
		f.now = h.Time
		f.forget()
	}
	key := repeat{h.Input, own}
	n := f.seen[key]
	f.seen[key] = n + 1
	if n == 0 {
		return own
	}
	f.text = strconv.AppendInt(append(append(f.text[:0], own...), " repeat "...), int64(n), 10)
	sum := sha256.Sum256(f.text)
	f.text = hex.AppendEncode(f.text[:0], sum[:])
	return string(f.text[:min(len(own), len(f.text))])
}

// forget makes seen empty. A map that was large is as large when it is empty.
func (f *finisher) forget() {
	if f.seen == nil || len(f.seen) > manySeen {
		f.seen = map[repeat]int{}
	}
	clear(f.seen)
}

const manySeen = 16
