package source_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source"
)

// shared is where real logs lie, seen from this folder.
const shared = "../../../shared"

// corpus returns a folder of real logs, or skips the test.
func corpus(tb testing.TB, path string) string {
	tb.Helper()
	dir := filepath.Join(shared, path)
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("corpora are not there: %v", err)
	}
	return dir
}

// manifest reads a manifest's lines into T.
func manifest[T any](tb testing.TB, path string) []T {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var entries []T
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var e T
		if err := d.Decode(&e); err != nil {
			tb.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

// stats reads a log to its end.
func stats(tb testing.TB, path string) source.Stats {
	tb.Helper()
	f, err := source.Open(path)
	if err != nil {
		tb.Error(err)
		return source.Stats{}
	}
	defer f.Close()
	for _, err := range f.Records(context.Background()) {
		if err != nil {
			tb.Error(err)
		}
	}
	return f.Stats()
}

func TestCorporaJSON(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 1.3 GB")
	}
	dir := corpus(t, "corpora/json")
	type entry struct {
		File   string
		Events int64
		Bytes  int64 `json:"bytes_raw"`
	}
	for _, e := range manifest[entry](t, filepath.Join(dir, "manifest.jsonl")) {
		if raceDetector && e.Bytes > 70<<20 {
			continue // minutes, and one goroutine: read without the detector
		}
		s := stats(t, filepath.Join(dir, e.File))
		if s.Format != "json" || s.Records != e.Events || s.Bytes != e.Bytes || len(s.Losses) > 0 {
			t.Errorf("%s: %+v, want %d events, %d bytes", e.File, s, e.Events, e.Bytes)
		}
	}
}

func TestCorporaRegression(t *testing.T) {
	dir := corpus(t, "corpora/regression")
	type entry struct {
		JSON   string
		Events int64 `json:"json_events"`
	}
	for _, e := range manifest[entry](t, filepath.Join(dir, "manifest.jsonl")) {
		if s := stats(t, filepath.Join(dir, e.JSON)); s.Format != "json" || s.Records != e.Events || len(s.Losses) > 0 {
			t.Errorf("%s: %+v, want %d events", e.JSON, s, e.Events)
		}
	}
}

func TestCorporaKeyEvents(t *testing.T) {
	dir := corpus(t, "corpora/key-events")
	for file, want := range map[string]source.Stats{
		"json/flat.jsonl":        {Format: "json", Records: 19},
		"json/nxlog.jsonl":       {Format: "json", Records: 47},
		"json/winlogbeat6.jsonl": {Format: "json", Records: 7},
		"xml/5058-v0.xml":        {Format: "xml", Records: 1},
		"xml/5059-v0.xml":        {Format: "xml", Records: 1},
		"xml/5061-v0.xml":        {Format: "xml", Records: 1},
	} {
		if s := stats(t, filepath.Join(dir, file)); s.Format != want.Format || s.Records != want.Records || len(s.Losses) > 0 {
			t.Errorf("%s: %+v", file, s)
		}
	}
}

// Each rendering of a sample is one record; the plain texts are no format yet.
func TestSamples(t *testing.T) {
	dir := corpus(t, "reference/samples/constructed")
	for _, ext := range []string{"json", "xml"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*."+ext))
		if len(files) == 0 {
			t.Errorf("no %s in %s", ext, dir)
		}
		for _, file := range files {
			if s := stats(t, file); s.Format != ext || s.Records != 1 || len(s.Losses) > 0 {
				t.Errorf("%s: %+v", file, s)
			}
		}
	}
}

// A log is told by its first chunk where its header is damaged, and read from a
// pipe or out of an archive as from a file.
func TestEVTX(t *testing.T) {
	path := filepath.Join(corpus(t, "corpora/evtx"), "odd/Security_with_size_t.evtx")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := stats(t, path)
	if want.Format != "evtx" || want.Records == 0 || want.Bytes != int64(len(data)) {
		t.Fatalf("%+v", want)
	}
	log := string(data)
	for name, in := range map[string]string{
		"pipe":           log,
		"damaged header": string(make([]byte, 4<<10)) + log[4<<10:],
		"gzip":           gzipped(log),
		"zip":            archive(t, member{"a.evtx", log}),
	} {
		f, err := source.Read(strings.NewReader(in), "x")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		summary(f, nil)
		if got := f.Stats(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}
