package oracle_test

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

// load loads every rule below the root of fsys.
func load(t testing.TB, fsys fs.FS, opts ...sigma.Option) *rules.Set {
	t.Helper()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format(opts...), exprlang.Format()}}
	set, err := loader.Load(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func compile(t testing.TB, set *rules.Set) *engine.Engine {
	t.Helper()
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	return eng
}

// match returns the alerts of an event, which must all have been decided.
func match(t testing.TB, eng *engine.Engine, ev *event.Event) []*alert.Alert {
	t.Helper()
	alerts, err := eng.Match(nil, ev)
	if err != nil {
		t.Errorf("%s, event %d: %v", ev.Source.File, ev.Source.Index, err)
	}
	return alerts
}

// published is the SigmaHQ rules that are meant to be used: those in folders
// called rules, rules-….
type published struct{ fs.FS }

func (p published) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(p.FS, name)
	if name != "." {
		return entries, err
	}
	var kept []fs.DirEntry
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "rules") {
			kept = append(kept, e)
		}
	}
	return kept, err
}

// publishedIDs returns the ids of all published rules, sorted.
func publishedIDs(t testing.TB) []string {
	var ids []string
	for r := range load(t, published{os.DirFS(folder(t, "corpora", "sigma"))}).All() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// publishedEngine runs all published rules. It is compiled once.
func publishedEngine(t testing.TB) *engine.Engine {
	dir := folder(t, "corpora", "sigma")
	compileOnce.Do(func() { compiled = compile(t, load(t, published{os.DirFS(dir)})) })
	return compiled
}

var (
	compileOnce sync.Once
	compiled    *engine.Engine
)
