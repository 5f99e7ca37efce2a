// Package cache keeps on disk what rule files came to, so that they need not be
// parsed again. A file is known by its content, in any folder and under any
// name, so formats may look at nothing of a name but its extension. On Linux one that
// nobody has changed since it was known is not even read (stamp.go). What it came
// to is only right for the program and the configuration that parsed it; those
// are part of the cache's name. Rules that stand for themselves are kept, with
// their warnings; correlations, filters and rules with code in them, which are
// few, are parsed every time.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/rulehound/rulehound/rules"
)

// Cache is one file of a folder for caches. It implements [rules.FileMemory] and is
// safe for concurrent use.
type Cache struct {
	folder, file string
	now          time.Time

	read  func() contents // what the file has
	mu    sync.Mutex
	used  map[key]string // of that, what was asked for
	added map[key]string
	noted map[stamp]key // the files that either is of
	news  bool          // the file has not all of noted
}

// contents is what the file of a cache has.
type contents struct {
	entries map[key]string
	stamps  map[stamp]key
}

// key is the hash of a rule file's content.
type key [sha256.Size]byte

// Open returns the cache of that folder for everything that identity names: the
// program to the last bit, how its loader is set up, and, so that several sets of
// rules do not take turns in one cache, where the rules are. The folder and
// the file need not be there, and are read when they are first needed, or by Read. A file
// that is not whole is as good as none. Now is the time, by which files are told that
// have settled; without one all are read.
func Open(folder string, now time.Time, identity ...string) *Cache {
	h := sha256.New()
	for _, s := range identity {
		sum := sha256.Sum256([]byte(s))
		h.Write(sum[:])
	}
	name := hex.EncodeToString(h.Sum(nil))
	c := &Cache{
		folder: folder, file: filepath.Join(folder, name+suffix), now: now,
		used: map[key]string{}, added: map[key]string{}, noted: map[stamp]key{},
	}
	c.read = sync.OnceValue(func() contents { return readFile(c.file) })
	return c
}

// Read reads the file, which else happens when something of it is first needed.
func (c *Cache) Read() { c.read() }

// keyOf returns the key of a file. Its name does not count but for the
// extension, which formats look at.
func keyOf(file string, src []byte) key {
	h := sha256.New()
	h.Write([]byte(strings.ToLower(filepath.Ext(file)) + "\n"))
	h.Write(src)
	return key(h.Sum(nil))
}

// Recall implements [rules.Memory].
func (c *Cache) Recall(file string, src []byte) ([]*rules.Rule, []*rules.Problem, bool) {
	return c.recall(file, keyOf(file, src))
}

// recall is Recall of the file with key k.
func (c *Cache) recall(file string, k key) ([]*rules.Rule, []*rules.Problem, bool) {
	entry, ok := c.read().entries[k]
	if !ok {
		return nil, nil, false
	}
	var p parsed
	d := coder{reading: true, in: entry}
	if d.parsed(&p, file); d.err != nil || d.in != "" {
		return nil, nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[k] = entry
	return p.rules, p.problems, true
}

// Keep implements [rules.Memory].
func (c *Cache) Keep(file string, src []byte, found []*rules.Rule, problems []*rules.Problem) {
	w := coder{out: make([]byte, 0, 2*len(src))} // which most take
	if w.parsed(&parsed{found, problems}, file); w.err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.added[keyOf(file, src)] = string(w.out)
}

// least is the number of files from which on they are worth a cache.
const least = 50

// Save writes what was kept since [Open] beside what was recalled, unless there
// is nothing new. What nobody asked for any more is left out. The cache appears
// whole or not at all, whoever else writes it. The error says why it could not
// be written, which does no harm.
func (c *Cache) Save() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.added) == 0 && !c.news || len(c.added)+len(c.used) < least {
		return nil
	}
	for k, entry := range c.used {
		c.added[k] = entry
	}
	if err := writeFile(c.folder, c.file, contents{c.added, c.noted}); err != nil {
		return err
	}
	return tidy(c.folder)
}
