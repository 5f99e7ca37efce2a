package plan

import (
	"sync"

	"github.com/rulehound/rulehound/engine/internal/match"
)

// samples are texts that stand in the slots of events, by slot. What is common in
// them is common in the events to come:
//
//	slot 3 (Image): 'C:\Windows\System32\svchost.exe' …  →  look for '\system32\tasks\' by its end
//
// They only serve to choose well.
type samples map[int][]byte

// sampleSize is how many bytes of a slot are enough.
const sampleSize = 1 << 13

// sampler takes samples of the events that a program sees first. It is safe for
// concurrent use.
type sampler struct {
	mu    sync.Mutex
	texts samples
	taken bool
}

// add adds the texts of the loaded event.
func (a *sampler) add(e *match.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken {
		return
	}
	if a.texts == nil {
		a.texts = samples{}
	}
	for _, slot := range e.Used() {
		f := e.Field(int(slot))
		for i := range f.Len() {
			a.text(int(slot), f.Value(i).Raw())
		}
	}
	for i := range e.Source().Fields {
		a.text(everySlot, e.Source().Fields[i].Value.Raw())
	}
}

func (a *sampler) text(slot int, text string) {
	have := a.texts[slot]
	if room := sampleSize - len(have); room > 0 {
		a.texts[slot] = append(have, text[:min(room, len(text))]...)
	}
}

// take returns what was added; nothing is added after.
func (a *sampler) take() samples {
	a.mu.Lock()
	defer a.mu.Unlock()
	texts := a.texts
	a.texts, a.taken = nil, true
	return texts
}
