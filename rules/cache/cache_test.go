package cache_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/cache"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestCorpus: SigmaHQ's rules are the same from the cache, to the last pointer.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("loads thousands of rules three times")
	}
	const corpus = "../../../shared/corpora/sigma"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpora beside the checkout")
	}
	folder := t.TempDir()
	want := load(t, os.DirFS(corpus), nil)
	cold := cache.Open(folder, time.Time{}, "test")
	same(t, load(t, os.DirFS(corpus), cold), want)
	if err := cold.Save(); err != nil {
		t.Fatal(err)
	}
	warm := &counted{Cache: cache.Open(folder, time.Time{}, "test")}
	same(t, load(t, os.DirFS(corpus), warm), want)
	if warm.recalled < 3000 || warm.recalled < 20*warm.missed {
		t.Errorf("%d files recalled, %d not", warm.recalled, warm.missed)
	}
}

// same reports where two sets differ.
func same(t *testing.T, got, want *rules.Set) {
	t.Helper()
	g, w := all(got), all(want)
	if len(g) != len(w) {
		t.Fatalf("%d rules, want %d", len(g), len(w))
	}
	for i := range g {
		withoutCode(g[i])
		withoutCode(w[i])
		if !reflect.DeepEqual(g[i], w[i]) {
			t.Errorf("%s is another rule:\n%+v\n%+v", w[i].File, g[i], w[i])
		}
		if g[i].Condition != nil && ir.Format(g[i].Condition) != ir.Format(w[i].Condition) {
			t.Errorf("%s hangs together in another way", w[i].File)
		}
	}
	if !reflect.DeepEqual(got.Problems(), want.Problems()) {
		t.Error("other problems")
	}
}

func all(s *rules.Set) []*rules.Rule {
	return slices.Concat(slices.Collect(s.All()), slices.Collect(s.Correlations()), slices.Collect(s.Filters()))
}

// withoutCode takes out what cannot be compared.
func withoutCode(r *rules.Rule) {
	if r.Condition == nil {
		return
	}
	for n := range ir.All(r.Condition) {
		if leaf, ok := n.(*ir.Leaf); ok {
			leaf.Eval = nil
		}
	}
}

// counted counts what its cache knew.
type counted struct {
	*cache.Cache
	mu               sync.Mutex
	recalled, missed int
}

func (c *counted) Recall(file string, src []byte) ([]*rules.Rule, []*rules.Problem, bool) {
	found, problems, ok := c.Cache.Recall(file, src)
	c.mu.Lock()
	defer c.mu.Unlock()
	if ok {
		c.recalled++
	} else {
		c.missed++
	}
	return found, problems, ok
}

func load(t testing.TB, files fs.FS, m rules.Memory) *rules.Set {
	t.Helper()
	l := rules.Loader{Formats: []rules.Format{sigma.Format(sigma.WithTaxonomy(taxonomy.Windows())), exprlang.Format()}, Memory: m}
	set, err := l.Load(context.Background(), files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// many returns rule files: enough for a cache, and one of each kind that is not kept.
func many() fstest.MapFS {
	files := fstest.MapFS{
		"code.yml":        {Data: []byte("title: code\nlogsource: {product: windows}\nexpr: len(Image) > 5\n")},
		"correlation.yml": {Data: []byte("title: count\ncorrelation: {type: event_count, rules: [r1], group-by: [User], timespan: 5m, condition: {gte: 3}}\n")},
		"filter.yml":      {Data: []byte("title: filter\nlogsource: {product: windows}\nfilter: {rules: [r2], selection: {User: svc}, condition: not selection}\n")},
		"wrong.yml":       {Data: []byte("title: wrong\nlogsource: {product: windows}\ndetection: {selection: {Image|contain: a}, condition: selection}\n")},
	}
	for i := range 60 {
		files[fmt.Sprintf("r%d.yml", i)] = &fstest.MapFile{Data: rule(i, "value")}
	}
	return files
}

func rule(i int, value string) []byte {
	return fmt.Appendf(nil, "title: rule %d\nname: r%d\nlogsource: {product: windows}\ndetection:\n  selection: {Image|endswith: '%s %d'}\n  condition: selection\n", i, i, value, i)
}

// keep fills a folder with the cache of files and returns its only file.
func keep(t *testing.T, folder string, files fs.FS) string {
	t.Helper()
	c := cache.Open(folder, later(), "test")
	load(t, files, c)
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	list, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(list) != 1 {
		t.Fatalf("the folder has %v", list)
	}
	return list[0]
}

// recalled loads files with the cache of a folder, which must change nothing, and
// returns how many of them it knew.
func recalled(t *testing.T, folder string, files fs.FS, identity ...string) int {
	t.Helper()
	c := &counted{Cache: cache.Open(folder, time.Time{}, identity...)}
	same(t, load(t, files, c), load(t, files, nil))
	return c.recalled
}

func TestRecall(t *testing.T) {
	folder, files := filepath.Join(t.TempDir(), "new"), many()
	name := keep(t, folder, files)
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if n := recalled(t, folder, files, "test"); n != 61 {
		t.Errorf("%d files recalled", n)
	}
	if n := recalled(t, folder, files, "te", "st"); n != 0 {
		t.Errorf("%d files of another program recalled", n)
	}
	files["elsewhere/copy.YAML"], files["r8.yml"] = files["r7.yml"], &fstest.MapFile{Data: rule(8, "other")}
	if n := recalled(t, folder, files, "test"); n != 60 {
		t.Errorf("%d files recalled, though one has changed and one is of another kind", n)
	}
	delete(files, "r9.yml")
	keep(t, folder, files)
	if n := recalled(t, folder, files, "test"); n != 61 {
		t.Errorf("%d files recalled after one was edited", n)
	}
	if n := recalled(t, folder, many(), "test"); n != 59 {
		t.Errorf("%d files recalled of the former ones", n)
	}
}

// TestSaveWritesNothing: few rules are not worth a file, known ones need no new one.
func TestSaveWritesNothing(t *testing.T) {
	folder, files := t.TempDir(), many()
	where := os.DirFS(onDisk(t, files))
	name := keep(t, folder, where)
	before, _ := os.Stat(name)
	keep(t, folder, where)
	after, _ := os.Stat(name)
	if !os.SameFile(before, after) {
		t.Error("the same rules were written again")
	}
	few := cache.Open(folder, time.Time{}, "few")
	load(t, fstest.MapFS{"r1.yml": files["r1.yml"]}, few)
	if err := few.Save(); err != nil {
		t.Error(err)
	}
	if list, _ := os.ReadDir(folder); len(list) != 1 {
		t.Errorf("%d files", len(list))
	}
}

// TestDamaged: a file that is not as it was written is as good as none.
func TestDamaged(t *testing.T) {
	folder, files := t.TempDir(), many()
	name := keep(t, folder, files)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{"empty": nil, "longer": append(slices.Clone(whole), 0)}
	for n := 1; n < len(whole); n += 1 + len(whole)/40 {
		damaged[fmt.Sprint("cut at ", n)] = whole[:n]
		altered := slices.Clone(whole)
		altered[n] ^= 0x10
		damaged[fmt.Sprint("altered at ", n)] = altered
	}
	for what, text := range damaged {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if n := recalled(t, folder, files, "test"); n != 0 {
			t.Errorf("%s: %d files recalled", what, n)
		}
	}
	if keep(t, folder, files); recalled(t, folder, files, "test") != 61 {
		t.Error("it was not made anew")
	}
}

// TestHostile: sums that are right do not make entries right.
func TestHostile(t *testing.T) {
	folder, files := t.TempDir(), os.DirFS(onDisk(t, many()))
	name := keep(t, folder, files)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := len("rulehound rules 1\n"); n < len(whole)-4; n += 1 + len(whole)/150 {
		text := slices.Clone(whole[:len(whole)-4])
		text[n] = 0xff
		text = binary.LittleEndian.AppendUint32(text, crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)))
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		load(t, files, cache.Open(folder, time.Time{}, "test")) // whatever it says, it ends
	}
}

// TestNotOurs: what others may have written is not read.
func TestNotOurs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions say nothing there")
	}
	folder, files := t.TempDir(), many()
	name := keep(t, folder, files)
	if err := os.Chmod(name, 0o620); err != nil {
		t.Fatal(err)
	}
	if n := recalled(t, folder, files, "test"); n != 0 {
		t.Errorf("%d files recalled", n)
	}
}

func TestSaveNowhere(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := cache.Open(filepath.Join(blocked, "folder"), time.Time{}, "test")
	same(t, load(t, many(), c), load(t, many(), nil))
	if c.Save() == nil {
		t.Error("saved below a file")
	}
}

// TestTogether: many programs at once use one cache and leave it whole.
func TestTogether(t *testing.T) {
	folder, files := t.TempDir(), many()
	var programs sync.WaitGroup
	for i := range 8 {
		programs.Go(func() {
			own := maps.Clone(files)
			own["r0.yml"] = &fstest.MapFile{Data: rule(0, fmt.Sprint(i))}
			c := cache.Open(folder, time.Time{}, "test")
			load(t, own, c)
			if err := c.Save(); err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
	if n := recalled(t, folder, files, "test"); n != 60 {
		t.Errorf("%d files recalled", n)
	}
}

// TestTidy: the oldest caches go when there are too many, and what was left half
// written.
func TestTidy(t *testing.T) {
	folder := t.TempDir()
	now := time.Now()
	for i := range 9 {
		sparse(t, filepath.Join(folder, fmt.Sprintf("%d.rules", i)), 16<<20, now.Add(-time.Duration(i)*time.Hour))
	}
	sparse(t, filepath.Join(folder, "old.tmp"), 1, now.Add(-2*time.Hour))
	sparse(t, filepath.Join(folder, "young.tmp"), 1, now)
	sparse(t, filepath.Join(folder, "strange"), 1, now.Add(-2*time.Hour))
	c := cache.Open(folder, time.Time{}, "test")
	load(t, many(), c)
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	list, _ := os.ReadDir(folder)
	var left []string
	for _, entry := range list {
		if len(entry.Name()) < 64 {
			left = append(left, entry.Name())
		}
	}
	if got := strings.Join(left, " "); len(list) != len(left)+1 || got != "0.rules 1.rules 2.rules 3.rules 4.rules strange young.tmp" {
		t.Errorf("left %s, %d files", got, len(list))
	}
}

// sparse makes a file of that size and age.
func sparse(t *testing.T, name string, size int64, at time.Time) {
	t.Helper()
	f, err := os.Create(name)
	if err == nil {
		err = errors.Join(f.Truncate(size), f.Close(), os.Chtimes(name, at, at))
	}
	if err != nil {
		t.Fatal(err)
	}
}
