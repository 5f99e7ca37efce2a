package replay

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// Bench measures what a replay does, step by step, on one goroutine.
type Bench struct {
	Replay // Workers, From, To and Correlate make no difference

	// Now tells the time since any moment; required.
	Now func() time.Duration

	fastest fastest
}

// Timing is what one pass over the inputs took.
type Timing struct {
	Events int64 `json:"events"`
	Alerts int64 `json:"alerts"`
	Bytes  int64 `json:"bytes"`          // uncompressed
	Lost   int64 `json:"lost,omitempty"` // records that could not be read

	Read      time.Duration `json:"read_ns"` // files, unpacked and cut; and decoded, in formats that have no stretches
	Decode    time.Duration `json:"decode_ns"`
	Normalise time.Duration `json:"normalise_ns"`
	Match     time.Duration `json:"match_ns"` // with making the alerts
	Write     time.Duration `json:"write_ns"` // the alerts

	Latency Latency     `json:"latency_ns"` // of an event, from decoding to writing its alerts, in the fastest pass so far
	Inputs  []InputNote `json:"unreadable,omitempty"`
	Skipped []InputNote `json:"skipped,omitempty"`
}

// Total is what all steps took.
func (t *Timing) Total() time.Duration { return t.Read + t.Decode + t.Normalise + t.Match + t.Write }

// Measure passes over inputs once and writes the alerts to out. The first pass
// compiles what the events need; it is another one that shows the pace, and
// several show how long events take when nothing else is in the way. The error is
// out's or ctx's.
func (b *Bench) Measure(ctx context.Context, inputs []*Input, out sink.Sink) (*Timing, error) {
	b.Normalizer = cmp.Or(b.Normalizer, normalize.New())
	p := &pass{Bench: b, matcher: newMatcher(&b.Replay, nil), ctx: ctx, writer: writer{out: out, counts: &AlertCounts{}}}
	p.writer.lines, _ = out.(sink.Lines)
	for _, in := range inputs {
		if in.Skipped != "" || in.Err != nil {
			continue
		}
		if err := p.input(in); err != nil && ctx.Err() == nil && p.failed == nil {
			in.refuse(err)
		}
	}
	p.Events = p.matcher.events.Read // with those that were left undecoded: no rule sees them
	s := summarizeInputs(inputs, []*matcher{p.matcher})
	p.Bytes, p.Inputs, p.Skipped = s.Bytes, s.Unreadable, s.Skipped
	for _, l := range s.Lost {
		p.Lost += l.Records
	}
	p.Latency = b.fastest.latency()
	return &p.Timing, cmp.Or(p.failed, ctx.Err())
}

// pass is one pass over the inputs.
type pass struct {
	*Bench
	Timing
	matcher *matcher
	ctx     context.Context
	writer  writer
	sheet   []byte        // scratch
	matched int           // events
	last    time.Duration // when the step before ended
	failed  error         // of out
}

// lap adds the time since the last lap to step and returns it.
func (p *pass) lap(step *time.Duration) time.Duration {
	before := p.last
	p.last = p.Now()
	*step += p.last - before
	return p.last - before
}

func (p *pass) input(in *Input) error {
	p.last = p.Now()
	f, err := in.Open(p.Stdin, p.options()...)
	if err != nil {
		return err
	}
	defer func() {
		f.Close()
		in.count(f.Stats())
	}()
	for b, err := range f.Batches(p.ctx) {
		p.lap(&p.Timing.Read)
		if errors.Is(err, event.ErrSkip) {
			continue
		}
		if err != nil {
			return err
		}
		err = p.batch(b)
		b.Release()
		if err != nil {
			return err
		}
	}
	p.lap(&p.Timing.Read)
	return nil
}

func (p *pass) batch(b *source.Batch) error {
	for rec, err := range b.Records(p.matcher.decoder) {
		took := p.lap(&p.Decode)
		if err != nil {
			continue // the file counts it
		}
		if err := p.record(rec, took); err != nil {
			return err
		}
	}
	p.lap(&p.Decode)
	return nil
}

// record does with rec, whose decoding took so long, what a replay does.
func (p *pass) record(rec *event.Record, took time.Duration) error {
	ready := p.matcher.prepare(0, 0, rec)
	took += p.lap(&p.Normalise)
	if !ready {
		return nil
	}
	alerts := p.matcher.match(rec)
	took += p.lap(&p.Match)
	if p.failed = p.write(alerts); p.failed != nil {
		return p.failed
	}
	p.fastest.add(p.matched, took+p.lap(&p.Write))
	p.matched++
	return nil
}

// write writes the alerts of one event. As a replay does, it makes the event's JSON once.
func (p *pass) write(alerts []*alert.Alert) (err error) {
	if len(alerts) == 0 {
		return nil
	}
	p.Alerts += int64(len(alerts))
	w := &p.writer
	if w.lines == nil {
		for _, a := range alerts {
			err = cmp.Or(err, w.out.Write(p.ctx, a))
		}
		return err
	}
	w.rules = w.rules[:0]
	p.sheet, err = w.encoder.AppendSheet(p.sheet[:0], alerts, func(r *alert.Rule) int {
		w.rules = append(w.rules, r)
		return len(w.rules) - 1
	})
	return cmp.Or(err, w.sheet(p.ctx, &hits.Hit{Time: alerts[0].Time, Packed: p.sheet}))
}
