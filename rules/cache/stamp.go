package cache

import (
	"encoding/binary"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/rulehound/rulehound/rules"
)

// stamp is what a file system says of a file: which one it is, its size, when it was
// written, when anything about it was changed, and its extension. A file with the same
// stamp has the same content, since nobody can set the time of a change; but for images of
// file systems, whose maker does, mostly to the same second in all of them.
type stamp [5*8 + 6]byte

// settled is for how long nobody must have changed a file when it is read. File systems
// count time in steps, and what changes it later should not do so in the same one.
const settled = 10 * time.Second

// stampOf returns the stamp of a file and when it was changed. It returns false where
// the system does not say.
func stampOf(file string, info fs.FileInfo) (s stamp, changed time.Time, ok bool) {
	device, inode, changed, ok := identify(info)
	b := s[:0]
	for _, n := range [...]uint64{device, inode, uint64(info.Size()), uint64(info.ModTime().UnixNano()), uint64(changed.UnixNano())} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	ext := strings.ToLower(filepath.Ext(file))
	return s, changed, ok && changed.Nanosecond() != 0 && copy(s[len(b):], ext) == len(ext)
}

// RecallFile implements [rules.FileMemory].
func (c *Cache) RecallFile(file string, info fs.FileInfo) ([]*rules.Rule, []*rules.Problem, bool) {
	s, _, ok := stampOf(file, info)
	k, known := c.read().stamps[s]
	if !ok || !known {
		return nil, nil, false
	}
	found, problems, ok := c.recall(file, k)
	if ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.noted[s] = k
	}
	return found, problems, ok
}

// Note implements [rules.FileMemory].
func (c *Cache) Note(file string, info fs.FileInfo, src []byte) {
	s, changed, ok := stampOf(file, info)
	if !ok || !changed.Before(c.now.Add(-settled)) {
		return
	}
	k := keyOf(file, src)
	c.mu.Lock()
	defer c.mu.Unlock()
	_, used := c.used[k]
	_, added := c.added[k]
	if used || added {
		c.noted[s], c.news = k, true
	}
}
