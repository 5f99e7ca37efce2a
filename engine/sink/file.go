package sink

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// File is an output file that appears whole or not at all. What is written goes
// to a temporary file in the same folder, which Commit renames; until then a
// file that was there before stays as it was.
type File struct {
	f    *os.File
	path string // where Commit puts it; "" when f is written in place
}

// Create starts the output file path. A path that exists and is no regular file
// (a device, a pipe) is written in place, since replacing it would destroy it.
// A symbolic link keeps pointing where it points: its target is replaced.
func Create(path string) (*File, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o666)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "create", Path: path, Err: errors.New("is a folder")}
	case !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &File{f: f}, err
	default:
		mode = info.Mode().Perm()
	}
	temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x", filepath.Base(path), rand.Uint32()))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			e.Path = path // the user has never heard of the other one
		}
		return nil, err
	}
	return &File{f: f, path: path}, nil
}

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) { return f.f.Write(p) }

// Commit ends the file and puts it in its place. On an error nothing of it
// remains, as after Abort.
func (f *File) Commit() error {
	if f.path == "" {
		return f.f.Close()
	}
	err := errors.Join(f.f.Sync(), f.f.Close())
	if err == nil {
		err = os.Rename(f.f.Name(), f.path)
	}
	if err != nil {
		os.Remove(f.f.Name())
	}
	return err
}

// Abort throws the file away. After Commit it does nothing.
func (f *File) Abort() {
	if f.f.Close() == nil && f.path != "" {
		os.Remove(f.f.Name())
	}
}
