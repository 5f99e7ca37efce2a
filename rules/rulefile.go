package rules

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// ruleFile is a file to read and what came of it.
type ruleFile struct {
	fsys        fs.FS
	name, shown string // in fsys, and for people

	rules    []*Rule
	problems []*Problem
	err      error // why it could not be read
}

// readAll reads the files, one on each processor at a time. The error is ctx's.
func (w *loading) readAll(ctx context.Context) error {
	var next atomic.Int64
	var reading sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(w.files)) {
		reading.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(w.files)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				w.files[i].read(w.loader)
			}
		})
	}
	reading.Wait()
	return ctx.Err()
}

func (f *ruleFile) read(l *Loader) {
	var src []byte
	if src, f.err = readFile(f.fsys, f.name); f.err == nil {
		f.rules, f.problems = l.parse(f.shown, src)
	}
}

// readFile reads at most one byte more than a rule file may have. It does not
// open what is no file: a pipe would never end.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, yamltext.MaxSize+1))
}
