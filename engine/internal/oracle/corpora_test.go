package oracle_test

import (
	"bufio"
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// The corpora and the reference samples lie beside the checkout.
const shared = "../../../../shared"

// folder returns a folder beside the checkout and skips the test where it is
// absent.
func folder(t testing.TB, parts ...string) string {
	t.Helper()
	dir := filepath.Join(append([]string{shared}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the folder %s is not there", filepath.Join(append([]string{"../shared"}, parts...)...))
	}
	return dir
}

// manifest reads a file with one JSON object a line.
func manifest[T any](t testing.TB, path string) []T {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []T
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := lines.Err(); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d lines: %v", path, len(all), err)
	}
	return all
}

// events reads a file as its format says and normalises it. Records that are
// lost are none of its events; the test of losses is another one.
func events(t testing.TB, path string) iter.Seq[*event.Event] {
	return func(yield func(*event.Event) bool) {
		t.Helper()
		file, err := source.Open(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
		defer file.Close()
		for ev, err := range normalize.New().Events(file.Records(context.Background())) {
			if err == nil && !yield(ev) {
				return
			}
		}
	}
}
