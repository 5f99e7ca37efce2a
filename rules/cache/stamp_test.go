package cache_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/cache"
)

// later is a time at which the files of a test have settled.
func later() time.Time { return time.Now().Add(time.Hour) }

// onDisk writes files and returns their folder.
func onDisk(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, files); err != nil {
		t.Fatal(err)
	}
	return folder
}

// unread counts the files that its cache knew without reading them.
type unread struct {
	counted
	files int
}

func (c *unread) RecallFile(file string, info fs.FileInfo) ([]*rules.Rule, []*rules.Problem, bool) {
	found, problems, ok := c.Cache.RecallFile(file, info)
	c.mu.Lock()
	defer c.mu.Unlock()
	if ok {
		c.files++
	}
	return found, problems, ok
}

// TestUnread: files that were not changed are not read, and others are, whatever is
// done to hide it.
func TestUnread(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("files are known by their content alone")
	}
	folder, where := t.TempDir(), onDisk(t, many())
	files := os.DirFS(where)
	expect := func(what string, now time.Time, notRead, read int) {
		t.Helper()
		c := &unread{counted: counted{Cache: cache.Open(folder, now, "test")}}
		same(t, load(t, files, c), load(t, files, nil))
		if c.files != notRead || c.recalled != read {
			t.Errorf("%s: %d files known without reading and %d by their content, want %d and %d", what, c.files, c.recalled, notRead, read)
		}
		if err := c.Save(); err != nil {
			t.Fatal(err)
		}
	}
	expect("nothing kept", time.Now(), 0, 0)
	expect("not settled when it was kept", time.Now(), 0, 61)
	expect("settled", later(), 0, 61)
	expect("known", time.Now(), 61, 0)
	expect("still known", time.Time{}, 61, 0)

	file := filepath.Join(where, "r8.yml")
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, value string) {
		t.Helper()
		if err := os.WriteFile(name, rule(8, value), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, before.ModTime(), before.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	write(file, "VALUE")
	expect("edited, of the same size and time", later(), 60, 0)
	other := filepath.Join(t.TempDir(), "other")
	write(other, "Value")
	if err := os.Rename(other, file); err != nil {
		t.Fatal(err)
	}
	expect("replaced", later(), 60, 0)
	expect("known again", time.Now(), 61, 0)
	if err := os.Rename(file, filepath.Join(where, "r8.YAML")); err != nil {
		t.Fatal(err)
	}
	expect("of another kind", later(), 60, 0)
}
