package slots

import (
	"sync"

	"github.com/rulehound/rulehound/engine/internal/view"
)

// Samples are texts that stand in the slots of events, by slot. What is common in
// them is common in the events to come:
//
//	slot 3 (Image): 'C:\Windows\System32\svchost.exe' …  →  look for '\system32\tasks\' by its end
//
// They only serve to choose well.
type Samples map[int][]byte

// sampleSize is how many bytes of a slot are enough.
const sampleSize = 1 << 13

// Sampler takes samples of the events that a program sees first. It is safe for
// concurrent use.
type Sampler struct {
	mu    sync.Mutex
	texts Samples
	taken bool
}

// Add adds the texts of the loaded event.
func (a *Sampler) Add(e *view.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken {
		return
	}
	if a.texts == nil {
		a.texts = Samples{}
	}
	for _, slot := range e.Used() {
		f := e.Field(int(slot))
		for i := range f.Len() {
			a.text(int(slot), f.Value(i).Raw())
		}
	}
	for i := range e.Source().Fields {
		a.text(Every, e.Source().Fields[i].Value.Raw())
	}
}

func (a *Sampler) text(slot int, text string) {
	have := a.texts[slot]
	if room := sampleSize - len(have); room > 0 {
		a.texts[slot] = append(have, text[:min(room, len(text))]...)
	}
}

// Take returns what was added; nothing is added after.
func (a *Sampler) Take() Samples {
	a.mu.Lock()
	defer a.mu.Unlock()
	texts := a.texts
	a.texts, a.taken = nil, true
	return texts
}
