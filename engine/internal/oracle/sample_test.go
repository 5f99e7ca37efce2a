package oracle_test

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
)

// sample is a deterministic choice of the corpora's events: so many of every
// class and format that rare classes are in and common ones do not crowd it, and
// two for every rule that fires.
func sample(t *testing.T) []*event.Event {
	folder(t, "corpora", "evtx")
	sampleOnce.Do(func() { sampled = draw(t) })
	return sampled
}

var (
	sampleOnce sync.Once
	sampled    []*event.Event
)

func draw(t *testing.T) []*event.Event {
	s := sampler{engine: publishedEngine(t), fired: map[string]int{}, strata: map[stratum][]*event.Event{}, met: map[stratum]int{}, rand: rand.New(rand.NewPCG(1, 2))}
	regression := folder(t, "corpora", "regression")
	for _, c := range manifest[regressionCase](t, filepath.Join(regression, "manifest.jsonl")) {
		s.file(t, filepath.Join(regression, c.EVTX))
	}
	for i, f := range manifest[evtxFile](t, filepath.Join(folder(t, "corpora", "evtx"), "manifest.jsonl")) {
		if f.Size > 0 && i%thin() == 0 {
			s.file(t, filepath.Join(folder(t, "corpora", "evtx"), f.File))
		}
	}
	for _, f := range manifest[jsonFile](t, filepath.Join(folder(t, "corpora", "json"), "manifest.jsonl")) {
		if f.Format == "flat" || f.Format == "nxlog" {
			s.file(t, filepath.Join(folder(t, "corpora", "json"), f.File))
		}
	}
	all := s.hits
	for _, key := range s.order {
		all = append(all, s.strata[key]...)
	}
	t.Logf("%d events of %d classes", len(all), len(s.order))
	return all
}

// stratum is what events have in common that are drawn from together.
type stratum struct {
	format string
	class  event.Class
}

type sampler struct {
	engine *engine.Engine
	fired  map[string]int // by rule
	hits   []*event.Event // on which a rule fired that had not fired twice before
	strata map[stratum][]*event.Event
	met    map[stratum]int
	order  []stratum
	rand   *rand.Rand
}

// file draws from the first events of a file, each of a class as likely as the
// others.
func (s *sampler) file(t *testing.T, path string) {
	read := 0
	for ev := range events(t, path) {
		if read++; read > 4000/thin() {
			return
		}
		if s.fires(t, ev) {
			s.hits = append(s.hits, ev)
			continue
		}
		key := stratum{ev.Source.Format, ev.Class()}
		s.met[key]++
		kept := s.strata[key]
		switch {
		case len(kept) == 0:
			s.order = append(s.order, key)
			fallthrough
		case len(kept) < share(key.class):
			s.strata[key] = append(kept, ev)
		default:
			if i := s.rand.IntN(s.met[key]); i < len(kept) {
				kept[i] = ev
			}
		}
	}
}

// fires counts the rules that fire and tells whether one is among them that has
// fired at most once before.
func (s *sampler) fires(t *testing.T, ev *event.Event) (rare bool) {
	for _, a := range match(t, s.engine, ev) {
		s.fired[a.Rule.ID]++
		rare = rare || s.fired[a.Rule.ID] <= 2
	}
	return rare
}

// share is how many events of a class are drawn: more of those that many rules
// look at.
func share(c event.Class) int {
	n := 4
	switch {
	case strings.Contains(c.Channel, "sysmon"), c.EventID == 4688, c.EventID == 4104, c.EventID == 4103:
		n = 40
	}
	return max(1, n/thin())
}

// thin is by how much to do less: the race detector makes everything ten times
// slower and finds nothing in tests that run on one goroutine.
func thin() int {
	if testing.Short() || raceDetector {
		return 5
	}
	return 1
}
