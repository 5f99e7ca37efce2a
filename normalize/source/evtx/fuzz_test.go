package evtx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// FuzzChunk decodes what is between the header and the end of a chunk.
func FuzzChunk(f *testing.F) {
	for _, c := range specimens() {
		f.Add(c.B[512:])
	}
	for _, log := range oddLogs() {
		if len(log) > 4<<10+512 {
			f.Add(log[4<<10+512:])
		}
	}
	f.Fuzz(func(t *testing.T, records []byte) {
		c := evtxtest.NewChunk()
		if len(records) > cap(c.B)-len(c.B) {
			return
		}
		c.Put(records...)
		check(t, evtxtest.File(c))
	})
}

// FuzzFile reads whole files.
func FuzzFile(f *testing.F) {
	var all []*evtxtest.Chunk
	for _, c := range specimens() {
		all = append(all, c)
		f.Add(evtxtest.File(c)[:4<<10+len(c.B)])
	}
	f.Add(evtxtest.File(all[:2]...))
	for _, d := range described {
		if log, err := evtxtest.Write(d.log); err == nil {
			f.Add(bytes.TrimRight(log, "\x00"))
		}
	}
	for _, log := range oddLogs() {
		f.Add(log)
	}
	f.Fuzz(check)
}

// oddLogs are the unusual logs of the corpora as seeds, where the corpora are
// beside the checkout: of each the header and the first records, since fuzzing
// large inputs is slow.
func oddLogs() (logs [][]byte) {
	paths, _ := filepath.Glob(filepath.Join(corpora, "evtx", "odd", "*.evtx"))
	for _, path := range paths {
		if log, err := os.ReadFile(path); err == nil {
			logs = append(logs, bytes.TrimRight(log[:min(len(log), 16<<10)], "\x00"))
		}
	}
	return logs
}

// check reads a log in every way there is and compares: the decoder has no
// faults, is not caught in a loop, goes through the log from its
// start to its end, and gives the same however it reads and whatever it leaves out.
func check(t *testing.T, log []byte) {
	for _, opts := range [][]evtx.Option{nil, {evtx.WithCarve()}} {
		began := time.Now()
		want, wantErr := readAll(t, evtx.Records(context.Background(), struct{ io.Reader }{bytes.NewReader(log)}, "a.evtx", opts...))
		if d := time.Since(began); d > 20*time.Second*time.Duration(1+len(log)>>16) {
			t.Fatalf("%d bytes took %v", len(log), d)
		}
		inOrder(t, want, opts != nil)
		got, gotErr := readAll(t, evtx.Records(context.Background(), bytes.NewReader(log), "a.evtx", opts...))
		if !reflect.DeepEqual(got, want) || (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("read at offsets: %s %v\nin a row: %s %v", brief(got), gotErr, brief(want), wantErr)
		}
		recycled(t, log, want, opts)
	}
	selects(t, log)
}

// readAll reads to the end; err is what is no loss.
func readAll(t *testing.T, records func(func(*event.Record, error) bool)) (all []*event.Record, err error) {
	for rec, e := range records {
		switch {
		case errors.Is(e, evtx.ErrPanic):
			t.Fatal(e)
		case e == nil:
			all = append(all, rec)
		case !errors.Is(e, event.ErrSkip):
			err = e
		default:
			if _, ok := errors.AsType[*loss.Error](e); !ok {
				t.Fatal(e)
			}
		}
	}
	return all, err
}

func inOrder(t *testing.T, records []*event.Record, carve bool) {
	end := int64(-1)
	for i, rec := range records {
		if rec.Source.Offset <= end {
			t.Fatalf("%d comes after %d", rec.Source.Offset, end)
		}
		end = rec.Source.Offset
		if rec.Source.Index != int64(i) || rec.Source.Carved && !carve || len(rec.Fields) == 0 {
			t.Fatalf("record %d: %s", i, brief(rec))
		}
	}
}

// recycled decodes with memory that is used again.
func recycled(t *testing.T, log []byte, want []*event.Record, opts []evtx.Option) {
	d := evtx.NewDecoder(evtx.Selection{})
	for c, err := range evtx.Chunks(context.Background(), bytes.NewReader(log), "a.evtx", opts...) {
		if err != nil {
			break
		}
		var got []*event.Record
		for rec, err := range d.Records(c) {
			if err == nil {
				got = append(got, rec)
			}
		}
		for _, rec := range got {
			if len(want) == 0 || !reflect.DeepEqual(rec.Fields, want[0].Fields) || rec.Source.Offset != want[0].Source.Offset {
				t.Fatalf("recycled memory: %s, else %s", brief(rec), brief(want))
			}
			want = want[1:]
		}
	}
	if len(want) > 0 {
		t.Fatalf("recycled memory: %d records less", len(want))
	}
}

// selects reads with a selection and without.
func selects(t *testing.T, log []byte) {
	odd := func(k evtx.Kind) evtx.Want {
		return []evtx.Want{evtx.Nothing, evtx.SomeFields, evtx.Nothing, evtx.Everything}[k.EventID%4]
	}
	part := evtx.NewDecoder(evtx.Selection{Event: odd, Sketch: true})
	full := evtx.NewDecoder(evtx.Selection{})
	for c, err := range evtx.Chunks(context.Background(), bytes.NewReader(log), "a.evtx") {
		if err != nil {
			break
		}
		some := map[int64]event.Fields{}
		for rec, err := range part.Records(c) {
			if err == nil {
				some[rec.Source.Offset] = fieldsOf(rec)
			}
		}
		part.Skipped(func(evtx.Kind, int64) {})
		for rec, err := range full.Records(c) {
			if err != nil {
				continue
			}
			got, wanted := some[rec.Source.Offset]
			if id, ok := rec.Fields.In(event.System, "EventID"); !wanted && ok {
				if n, _ := id.Uint(); n%2 == 1 {
					t.Fatalf("%s is not selected", brief(rec))
				}
			}
			if wanted && !reflect.DeepEqual(got, rec.Fields) {
				t.Fatalf("%s is read as %s", brief(rec), brief(got))
			}
		}
	}
}

// brief shows as much as helps.
func brief(v any) string {
	text := fmt.Sprintf("%+v", v)
	return text[:min(len(text), 600)]
}
