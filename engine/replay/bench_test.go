package replay_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// nowhere is a sink that forgets.
type nowhere struct{}

func (nowhere) Write(context.Context, *alert.Alert) error { return nil }
func (nowhere) Close() error                              { return nil }

// BenchmarkReplay replays the EVTX files of the corpora with all rules of SigmaHQ.
func BenchmarkReplay(b *testing.B) {
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	folder := filepath.Join(corpora, "sigma", "rules")
	if _, err := os.Stat(folder); err != nil {
		b.Skipf("no %s: the corpora are not beside the checkout", folder)
	}
	set, err := loader.Load(context.Background(), os.DirFS(folder))
	if err != nil {
		b.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		b.Fatal(err)
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("logs=evtx/rules=%d/workers=%d", set.Len(), workers), func(b *testing.B) {
			b.ReportAllocs()
			events := int64(0)
			for b.Loop() {
				r := &replay.Replay{Engine: eng, Rules: set, Workers: workers}
				s, err := r.Run(context.Background(), replay.Expand([]string{filepath.Join(corpora, "evtx")}), nowhere{})
				if err != nil {
					b.Fatal(err)
				}
				events += s.Events.Read
			}
			b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
