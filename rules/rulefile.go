package rules

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"syscall"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// ruleFile is a file to read and what came of it.
type ruleFile struct {
	fsys        fs.FS
	name, shown string      // in fsys, and for people
	regular     bool        // it is known to be a file
	info        fs.FileInfo // before it was read, if somebody needs it

	rules    []*Rule
	problems []*Problem
	err      error // why it could not be read
}

// readAll reads the files while find finds them, one on each processor at a time. The
// error is find's or ctx's.
func (w *loading) readAll(ctx context.Context, find func() error) error {
	w.found = make(chan *ruleFile, 1<<10)
	var reading sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		reading.Go(func() {
			var src bytes.Buffer // for one file after the other
			for f := range w.found {
				if ctx.Err() == nil {
					f.read(w.loader, &src)
				}
			}
		})
	}
	err := find()
	close(w.found)
	reading.Wait()
	return cmp.Or(err, ctx.Err())
}

func (f *ruleFile) read(l *Loader, src *bytes.Buffer) {
	if !f.regular {
		f.err = mustBeFile(f.fsys, f.name)
	}
	memory, _ := l.Memory.(FileMemory)
	if f.err != nil || memory != nil && f.recall(memory) {
		return
	}
	if f.err = readRegular(f.fsys, f.name, src); f.err != nil {
		return
	}
	f.rules, f.problems = l.parseOnce(f.shown, src.Bytes())
	if f.info != nil {
		memory.Note(f.shown, f.info, src.Bytes())
	}
}

// recall reports whether m knows the file without reading it.
func (f *ruleFile) recall(m FileMemory) (ok bool) {
	info, err := fs.Stat(f.fsys, f.name)
	if err != nil {
		return false // reading it will say why
	}
	f.info = info
	f.rules, f.problems, ok = m.RecallFile(f.shown, info)
	return ok
}

// readFile reads at most one byte more than a rule file may have. It does not
// open what is no file: a pipe would never end.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	if err := mustBeFile(fsys, name); err != nil {
		return nil, err
	}
	var src bytes.Buffer
	err := readRegular(fsys, name, &src)
	return src.Bytes(), err
}

func mustBeFile(fsys fs.FS, name string) error {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	return nil
}

// usualSize is the size of a rule file that needs to be read once only.
const usualSize = 16 << 10

// readRegular is readFile of what is known to be a file, into src.
func readRegular(fsys fs.FS, name string, src *bytes.Buffer) error {
	src.Reset()
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	src.Grow(usualSize)
	_, err = src.ReadFrom(io.LimitReader(f, yamltext.MaxSize+1))
	return err
}
