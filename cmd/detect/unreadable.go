package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// unreadable says in one form that a file or folder cannot be used, why, and what
// to do. Other errors it leaves as they are.
//
//	ruls.yml: no such file or directory, did you mean rules.yml?
func unreadable(err error) error {
	e, ok := err.(*fs.PathError)
	if !ok {
		return err
	}
	return fmt.Errorf("%s: %w%s", e.Path, e.Err, remedy(e))
}

func remedy(e *fs.PathError) string {
	dir := filepath.Dir(e.Path)
	switch {
	case errors.Is(e, syscall.EISDIR):
		return "; name a file"
	case !errors.Is(e, fs.ErrNotExist):
		return ""
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "; see whether there is a folder " + dir
	}
	ext := filepath.Ext(e.Path)
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ext); ok {
			names = append(names, name)
		}
	}
	if name, ok := nearest(strings.TrimSuffix(filepath.Base(e.Path), ext), names); ok {
		return ", did you mean " + filepath.Join(dir, name+ext) + "?"
	}
	return "; see what is in the folder " + dir
}

// lookedFor is err, or what is wrong with the first of paths that is not there.
func lookedFor(paths []string, err error) error {
	for _, p := range paths {
		if _, missing := os.Stat(p); missing != nil {
			return unreadable(missing)
		}
	}
	return err
}
