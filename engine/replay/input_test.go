package replay_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/replay"
)

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/2.evtx", "b/10.evtx", "a.json", ".git/config", "b/.hidden"} {
		os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755)
		write(t, dir, name, "xyz")
	}
	os.Mkdir(filepath.Join(dir, "c"), 0o755)
	// Links that would lead round and round, or to a log once more.
	if err := os.Symlink(dir, filepath.Join(dir, "b", "loop")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "broken"))
	inputs := replay.Expand([]string{dir, filepath.Join(dir, "a.json"), filepath.Join(dir, "missing"), filepath.Join(dir, "c"), replay.Stdin})
	var got []string
	for _, in := range inputs {
		s := strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(in.Path, dir)), "/")
		switch {
		case in.Skipped != "":
			s += " (" + in.Skipped + ")"
		case errors.Is(in.Err, fs.ErrNotExist):
			s += " missing"
		case in.Size == 3:
			s += " ok"
		}
		got = append(got, s)
	}
	want := []string{
		".git (hidden)", "a.json ok", "b/.hidden (hidden)", "b/10.evtx ok", "b/2.evtx ok", "b/loop (link to a folder)",
		"broken missing", "a.json (named twice)", "missing missing", "c (a folder without files)", "-",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestExpandUnreadableFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "locked"), 0)
	if inputs := replay.Expand([]string{dir}); len(inputs) != 1 || !errors.Is(inputs[0].Err, fs.ErrPermission) {
		t.Errorf("%+v", inputs)
	}
}
