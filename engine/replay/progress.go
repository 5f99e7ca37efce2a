package replay

import (
	"sync"

	"github.com/rulehound/rulehound/normalize/source"
)

// Progress says how far a run has come.
type Progress struct {
	Inputs, AllInputs int   // read to their end, and in all
	Bytes, AllBytes   int64 // of the inputs as they lie there; a pipe's are not known before
	Events            int64 // normalised and matched
	Alerts            int64 // found so far
}

// progress gathers a Progress.
type progress struct {
	mu   sync.Mutex
	sum  Progress // without the inputs that are being read
	open map[*source.File]bool
}

func (p *progress) start(inputs []*Input) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = map[*source.File]bool{}
	for _, in := range inputs {
		if in.Err == nil && in.Skipped == "" {
			p.sum.AllInputs++
			p.sum.AllBytes += in.Size
		}
	}
}

func (p *progress) opened(f *source.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[f] = true
}

func (p *progress) finished(f *source.File, in *Input) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, f)
	p.sum.Inputs++
	p.sum.Bytes += in.Size
}

func (p *progress) matched(events, alerts int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sum.Events += int64(events)
	p.sum.Alerts += int64(alerts)
}

func (p *progress) now() Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := p.sum
	for f := range p.open {
		done, _ := f.Progress()
		sum.Bytes += done
	}
	return sum
}
