package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
)

// ErrUnknownFormat says that the content is no log of a known format.
var ErrUnknownFormat = errors.New("unknown format")

// ErrEmpty says that there is nothing to read, or nothing but blanks.
var ErrEmpty = errors.New("empty")

// File is a log, or an archive of logs, open for reading. Only Progress and
// Close may be called while another goroutine reads it.
type File struct {
	in     *counter
	size   int64
	top    *content
	used   bool
	stats  Stats
	firsts []int64 // see First
	shut   func() error
}

// Open opens the file at path. Its errors are *fs.PathError and may wrap
// [ErrUnknownFormat] or [ErrEmpty]. The caller closes the File.
func Open(path string, opts ...Option) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	var size int64
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	return open(f, path, size, f.Close, opts)
}

// Read reads a log from r, a pipe for example; name is what its records and
// errors call it. It returns once it knows the format. Its errors are those of
// Open. Closing the File leaves r open.
func Read(r io.Reader, name string, opts ...Option) (*File, error) {
	return open(r, name, 0, func() error { return nil }, opts)
}

// open opens r, of which size bytes can be read at any offset, 0 when it is a stream.
func open(r io.Reader, name string, size int64, shut func() error, opts []Option) (*File, error) {
	f := &File{in: &counter{r: r}, size: size}
	o := &opener{}
	for _, opt := range opts {
		if err := opt(o); err != nil {
			return nil, errors.Join(err, shut())
		}
	}
	var err error
	if size > 0 {
		f.top, err = o.open(io.NewSectionReader(f.in, 0, size), name)
	} else {
		f.top, err = o.open(f.in, name)
	}
	if err != nil {
		shut()
		return nil, err
	}
	f.shut = sync.OnceValue(func() error { return errors.Join(f.top.close(), shut()) })
	return f, nil
}

// Progress returns how many bytes of the input have been read, and how many it
// has in all, 0 where that is not known.
func (f *File) Progress() (done, total int64) {
	done = f.in.n.Load()
	if f.size > 0 {
		done = min(done, f.size)
	}
	return done, f.size
}

// Close frees what the File holds. The end of Records does so, too.
func (f *File) Close() error { return f.shut() }
