package replay_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/windows"
)

// BenchmarkNormalise looks through lines in memory, and makes events of them, as far
// as SigmaHQ's rules look at them: what normalising takes is the difference.
func BenchmarkNormalise(b *testing.B) {
	needCorpora(b)
	load := sync.OnceValue(func() published { return sigmaHQ(b, "windows") })
	for _, l := range lanes {
		cut := sync.OnceValues(func() ([]byte, int) { return l.lines(b) })
		for _, step := range []string{"decode", "normalise"} {
			b.Run(fmt.Sprintf("corpus=%s/step=%s", l.name, step), func(b *testing.B) {
				lines, events := cut()
				eng := load().eng
				n := normalize.New(normalize.WithDerived(windows.Lists{}, eng.Fields()...))
				once := func() {
					w, ev := n.Worker(eng.Worker()), event.Event{} // as a replay begins
					sketches(b, lines, func(rec *event.Record) {
						if step == "normalise" {
							w.Fill(&ev, rec)
						}
					})
				}
				once() // programs are compiled when an event first needs them
				b.ReportAllocs()
				start := processorTime(b)
				for b.Loop() {
					once()
				}
				b.ReportMetric(float64(processorTime(b)-start)/float64(b.N*events), "cpu-ns/event")
			})
		}
	}
}

// sketches calls do for the records of lines.
func sketches(b *testing.B, lines []byte, do func(*event.Record)) {
	f, err := source.Read(bytes.NewReader(lines), "lane")
	if err != nil {
		b.Fatal(err)
	}
	d := source.NewDecoder(source.Selection{Sketch: true})
	for batch, err := range f.Batches(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		for rec, err := range batch.Records(d) {
			if err != nil {
				b.Fatal(err)
			}
			do(rec)
		}
		batch.Release()
	}
}
