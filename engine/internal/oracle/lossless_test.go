package oracle_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// reading is what came of one file.
type reading struct {
	records, events int64 // that were read, that were understood
	lost            int64 // records that the source or the normaliser lost
	stats           source.Stats
	err             error // what ended it early
}

// read takes a file through source, normalise and the engine to its end, or
// until most records have come; 0 is no limit.
func read(t *testing.T, path string, most int64) reading {
	t.Helper()
	eng := publishedEngine(t)
	var r reading
	file, err := source.Open(path)
	if err != nil {
		r.err = err
		return r
	}
	defer file.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	n := normalize.New()
	for rec, err := range file.Records(ctx) {
		switch {
		case errors.Is(err, event.ErrSkip):
			r.lost++
			continue
		case err != nil:
			r.err = err
			continue
		}
		r.records++
		ev, err := n.Event(rec)
		if err != nil {
			r.lost++
			continue
		}
		r.events++
		match(t, eng, ev)
		if r.records == most {
			break
		}
	}
	r.stats = file.Stats()
	return r
}

// counted is the number of losses that the source admits to.
func (r *reading) counted() int64 {
	var sum int64
	for _, l := range r.stats.Losses {
		sum += l.Count
	}
	return sum
}

func (r *reading) lostBytes() int64 {
	var sum int64
	for _, l := range r.stats.Losses {
		sum += l.Bytes
	}
	return sum
}

// evtxFile is one row of the EVTX manifest.
type evtxFile struct {
	File     string
	Size     int64
	Records  int64 // as the decoder in use reads them
	Declared int64 `json:"records_declared"`
	Walked   int64 `json:"records_walked"`
}

// TestEveryEVTX reads every EVTX file to its end, the damaged ones too: nothing
// panics, nothing loops, and what is lost is counted.
func TestEveryEVTX(t *testing.T) {
	dir := folder(t, "corpora", "evtx")
	for i, f := range manifest[evtxFile](t, filepath.Join(dir, "manifest.jsonl")) {
		if i%thin() != 0 && !strings.HasPrefix(f.File, "odd/") {
			continue
		}
		t.Run(f.File, func(t *testing.T) {
			t.Parallel()
			r := read(t, filepath.Join(dir, f.File), 0)
			switch {
			case f.Size == 0:
				if r.err == nil {
					t.Error("an empty file is no log, and nobody says so")
				}
				return
			case r.err != nil:
				t.Fatal(r.err)
			}
			if r.records != r.events || r.records != r.stats.Records {
				t.Errorf("%d records, the statistics say %d, %d are events", r.records, r.stats.Records, r.events)
			}
			if most := max(f.Records, f.Declared, f.Walked); r.records > most {
				t.Errorf("%d records, there are %d", r.records, most)
			}
			// What a chunk declares and nobody read must be among the losses. A
			// damaged stretch holds at most a record every 64 bytes.
			if missing := f.Declared - r.records; missing > r.counted() && missing > r.lostBytes()/64 {
				t.Errorf("%d of %d records are missing, %v counted", missing, f.Declared, r.stats.Losses)
			}
		})
	}
}

// jsonFile is one row of the JSON manifest.
type jsonFile struct {
	File, Format string
	Events       int64
	Malformed    int64 `json:"malformed_lines"`
	Channels     map[string]int64
}

// TestEveryJSON reads the collectors' output of the formats that are known to
// its end. Under the race detector, where that takes many minutes, and with
// -short it reads the beginning of one file of each.
func TestEveryJSON(t *testing.T) {
	dir := folder(t, "corpora", "json")
	known := map[string]bool{"flat": true, "nxlog": true}
	seen := map[string]bool{}
	for _, f := range manifest[jsonFile](t, filepath.Join(dir, "manifest.jsonl")) {
		first := !seen[f.Format+filepath.Dir(f.File)]
		seen[f.Format+filepath.Dir(f.File)] = true
		format, _, _ := strings.Cut(f.Format, ",")
		if !known[format] || !first && thin() > 1 {
			continue
		}
		t.Run(f.File, func(t *testing.T) {
			t.Parallel()
			most := f.Events
			if thin() > 1 {
				most = min(most, 3000)
			}
			r := read(t, filepath.Join(dir, f.File), most)
			if r.err != nil {
				t.Fatal(r.err)
			}
			if r.events != most || r.counted() != f.Malformed || r.lost != f.Malformed {
				t.Errorf("%d events of %d, losses %v", r.events, most, r.stats.Losses)
			}
		})
	}
}
