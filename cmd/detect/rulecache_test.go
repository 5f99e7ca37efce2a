package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"
	"time"
)

// cached is a user with a folder for caches, many rules, and a log.
type cached struct {
	t          *testing.T
	home       string
	rules, log string
}

func newCached(t *testing.T) *cached {
	dir := t.TempDir()
	c := &cached{t: t, home: filepath.Join(dir, "home"), rules: filepath.Join(dir, "rules"), log: filepath.Join(dir, "log.json")}
	t.Setenv("HOME", c.home) // where other systems have the folder
	t.Setenv("XDG_CACHE_HOME", filepath.Join(c.home, "cache"))
	t.Setenv("LocalAppData", c.home)
	c.write(c.log, `{"Channel": "Security", "EventID": 4624, "TargetUserName": "user 7", "Image": "x"}`)
	for i := range 60 {
		c.rule(i, fmt.Sprint("user ", i))
	}
	c.write(filepath.Join(c.rules, "wrong.yml"), "title: wrong\nlogsource: {product: windows}\ndetection: {selection: {Image|contain: a}, condition: selection}\n")
	c.write(filepath.Join(c.rules, "odd.yml"), "title: odd\nlogsource: {product: nosuch}\ndetection: {selection: {Image: a}, condition: selection}\n")
	c.write(filepath.Join(c.rules, "code.yml"), "title: code\nlogsource: {product: windows}\nexpr: len(TargetUserName) == 6\n")
	return c
}

func (c *cached) write(name, text string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cached) rule(i int, user string) {
	c.write(filepath.Join(c.rules, fmt.Sprintf("r%d.yml", i)), fmt.Sprintf(
		"title: rule %d\nname: r%d\nlogsource: {product: windows, service: security}\ndetection:\n  selection: {TargetUserName|re: '^%s$'}\n  condition: selection\n", i, i, user))
}

var elapsed = regexp.MustCompile(` in .*s\)\.`)

// replay returns everything that a run says but how long it took.
func (c *cached) replay(args ...string) string {
	code, stdout, stderr := detect(c.t.Context(), nil, append([]string{"replay", "-v", "-r", c.rules, c.log}, args...)...)
	return fmt.Sprint(code, stdout, elapsed.ReplaceAllString(stderr, ""))
}

// file returns the one cache that there is, with what the system says of it.
func (c *cached) file() (string, os.FileInfo) {
	c.t.Helper()
	var found []string
	filepath.WalkDir(c.home, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, name)
		}
		return nil
	})
	if len(found) != 1 {
		c.t.Fatalf("the caches are %v", found)
	}
	info, err := os.Stat(found[0])
	if err != nil {
		c.t.Fatal(err)
	}
	return found[0], info
}

// TestRuleCache: with a cache or without, a run says the same.
func TestRuleCache(t *testing.T) {
	c := newCached(t)
	want := c.replay("--no-cache")
	if _, err := os.Stat(c.home); err == nil {
		t.Fatal("--no-cache leaves a cache")
	}
	expect := func(when string) {
		t.Helper()
		if got := c.replay(); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", when, got, want)
		}
	}
	expect("cold")
	name, first := c.file()
	expect("warm")
	if _, again := c.file(); !os.SameFile(first, again) {
		t.Error("the cache was written again")
	}
	c.write(name, "rulehound rules 1\nand then something else")
	expect("damaged")
	c.rule(8, "user 7")
	if want = c.replay("--no-cache"); want == c.replay("--rule", "r7") {
		t.Error("the edited rule changes nothing")
	}
	expect("edited")
	c.write(filepath.Join(c.rules, "detect.yml"), "defaults:\n  no-cache: true\n")
	if err := os.RemoveAll(c.home); err != nil {
		t.Fatal(err)
	}
	if expect("off by detect.yml"); os.Mkdir(c.home, 0o700) != nil {
		t.Error("no-cache in detect.yml leaves a cache")
	}
}

// TestRuleCacheKnowsItsSetup: what placeholders, log sources and pipelines made of
// a file is not taken for what others make of it.
func TestRuleCacheKnowsItsSetup(t *testing.T) {
	c := newCached(t)
	c.write(filepath.Join(c.rules, "expand.yml"), "title: expand\nlogsource: {product: windows}\ndetection: {selection: {TargetUserName|expand: '%who%'}, condition: selection}\n")
	for _, who := range []string{"user 7", "user 8"} {
		c.write(filepath.Join(c.rules, "detect.yml"), "placeholders: {who: ["+who+"]}\n")
		for range 2 {
			if got, want := c.replay(), c.replay("--no-cache"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		}
	}
	pipeline := filepath.Join(filepath.Dir(c.rules), "pipeline.yml")
	for _, to := range []string{"Image", "Nothing"} {
		c.write(pipeline, "name: p\ntransformations:\n  - {type: field_name_mapping, mapping: {TargetUserName: "+to+"}}\n")
		for range 2 {
			if got, want := c.replay("--pipeline", pipeline), c.replay("--pipeline", pipeline, "--no-cache"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		}
	}
}

// TestRuleCacheNowhere: where nothing can be written, nothing is said.
func TestRuleCacheNowhere(t *testing.T) {
	c := newCached(t)
	c.write(c.home, "no folder")
	if got, want := c.replay(), c.replay("--no-cache"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestProgramIdentity: a program that was built again is another one.
func TestProgramIdentity(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program that runs cannot be touched there")
	}
	before, err := programIdentity()
	if err != nil {
		t.Fatal(err)
	}
	name, _ := os.Executable()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	defer os.Chtimes(name, time.Time{}, info.ModTime())
	if err := os.Chtimes(name, time.Time{}, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	if after, _ := programIdentity(); after == before {
		t.Error("nothing tells the two apart")
	}
}
