package source_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

const demo = "../../testdata/demo/"

// demoArchive is a zip archive of the demo's logs, and of one that is none.
func demoArchive(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	names, err := filepath.Glob(demo + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "") {
		w, err := z.Create("a/" + filepath.Base(name))
		if err != nil {
			t.Fatal(err)
		}
		content := []byte("no log")
		if name != "" {
			if content, err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		}
		w.Write(content)
	}
	z.Close()
	path := filepath.Join(t.TempDir(), "logs.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestBatches decodes batches on several goroutines and expects the records,
// indices, losses and counts of reading one by one.
func TestBatches(t *testing.T) {
	paths := []string{demo + "ca01-nxlog.jsonl", demo + "ca02-security.evtx", demo + "dc01-event-viewer.xml", demoArchive(t)}
	odd, _ := filepath.Glob("../../../shared/corpora/evtx/odd/*.evtx")
	for _, path := range append(paths, odd...) {
		sameInBatches(t, path)
	}
}

// sameInBatches reads a log in both ways.
func sameInBatches(t *testing.T, path string) {
	t.Helper()
	one, err := source.Open(path)
	if errors.Is(err, source.ErrEmpty) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var want []*event.Record
	for rec, err := range one.Records(t.Context()) {
		if err == nil {
			want = append(want, rec)
		}
	}
	got, stats := together(t, path, 3)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %d records in batches, %d one by one, or others", path, len(got), len(want))
	}
	if !reflect.DeepEqual(stats, one.Stats()) {
		t.Errorf("%s: in batches %+v, one by one %+v", path, stats, one.Stats())
	}
}

// together reads a log on so many goroutines.
func together(t *testing.T, path string, workers int) ([]*event.Record, source.Stats) {
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var decoding sync.WaitGroup
	byBatch := map[int][]*event.Record{}
	batches := make(chan *source.Batch, workers)
	for range workers {
		decoding.Go(func() {
			d := source.NewDecoder(source.Selection{})
			for b := range batches {
				var records []*event.Record
				for rec, err := range b.Records(d) {
					if err == nil {
						records = append(records, clone(rec))
					}
				}
				mu.Lock()
				byBatch[b.Number()] = records
				mu.Unlock()
				b.Release()
			}
		})
	}
	for b, err := range f.Batches(t.Context()) {
		if err == nil {
			batches <- b
		} else if !errors.Is(err, event.ErrSkip) {
			t.Fatal(err)
		}
	}
	close(batches)
	decoding.Wait()
	var all []*event.Record
	for i := range len(byBatch) {
		for _, rec := range byBatch[i] {
			rec.Source.Index += f.Firsts()[i]
			all = append(all, rec)
		}
	}
	return all, f.Stats()
}

func clone(rec *event.Record) *event.Record {
	c := &event.Record{Source: rec.Source, Fields: make(event.Fields, len(rec.Fields))}
	for i, f := range rec.Fields {
		c.Fields[i] = event.Field{Name: f.Name, Path: f.Path, Section: f.Section, Value: f.Value.Clone()}
	}
	return c
}

// TestBatchesStop breaks off: the iteration waits for what is out and closes the file.
func TestBatchesStop(t *testing.T) {
	f, err := source.Open(demo + "ca02-security.evtx")
	if err != nil {
		t.Fatal(err)
	}
	released := make(chan bool, 1)
	for b := range f.Batches(t.Context()) {
		go func() {
			released <- true
			b.Release()
		}()
		break
	}
	if len(released) == 0 {
		t.Error("the batch is still out")
	}
	for _, err := range f.Batches(t.Context()) {
		if err == nil {
			t.Error("read twice")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f, _ = source.Open(demo + "ca02-security.evtx")
	for _, err := range f.Batches(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
}

// TestBatchesOfStream reads a log that can only be read in a row.
func TestBatchesOfStream(t *testing.T) {
	b, err := os.ReadFile(demo + "ca02-security.evtx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := source.Read(struct{ io.Reader }{bytes.NewReader(b)}, "-")
	if err != nil {
		t.Fatal(err)
	}
	d := source.NewDecoder(source.Selection{Sketch: true})
	var names []string
	for batch := range f.Batches(t.Context()) {
		for rec, err := range batch.Records(d) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Sketch == nil || rec.Fields != nil {
				t.Fatalf("no sketch: %+v", rec)
			}
			name, _ := rec.Sketch.Fields().Get("KeyName")
			names = append(names, name.Raw())
		}
		batch.Release()
	}
	if len(names) != 3 || names[2] != "Contoso Issuing CA 2" || f.Stats().Records != 3 {
		t.Errorf("keys %q, %+v", names, f.Stats())
	}
}
