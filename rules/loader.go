package rules

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Loader reads rule files. One bad rule never stops the others.
type Loader struct {
	Formats []Format // every document is offered to each that claims its file
	Filters []Text   // filters beside those of the files, as detect.yml has them
	Memory  Memory   // of files that were read before; nil: every file is parsed
}

// Load reads the rule files below the root of fsys: every *.yml and *.yaml but
// *_test.yml and detect.yml, in the order of their names. Hidden folders are
// left out, links to folders are not followed. Rules carry their path in fsys.
// The error says that nothing could be read, or that ctx is done; everything
// else is in the set's problems.
func (l *Loader) Load(ctx context.Context, fsys fs.FS) (*Set, error) {
	w := loading{loader: l}
	return w.set(ctx, func() error { return w.walk(ctx, fsys, ".", "") })
}

// LoadPaths reads rule files and folders of the operating system into one set.
// A file is read whatever its name is, a folder as [Loader.Load] does. Rules
// carry the path as it was given, joined with what lies below it. A file that
// is reached twice is read once. The error is as Load's; a path that cannot be
// read is a problem, and its Err leads to the cause, when another can.
func (l *Loader) LoadPaths(ctx context.Context, paths ...string) (*Set, error) {
	w := loading{loader: l, seen: map[string]bool{}}
	return w.set(ctx, func() error {
		for _, p := range paths {
			if err := w.path(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// loading is one run of a Loader: files are found, and read on all processors.
type loading struct {
	loader   *Loader
	files    []*ruleFile
	found    chan *ruleFile // the same, to be read
	problems []*Problem
	lost     []error         // what could not be read
	read     int             // files and folders that could
	seen     map[string]bool // absolute paths; nil when a file cannot come twice
	root     string          // the absolute path of the file system that is being walked
}

// set reads the files that find finds. What it returns does not hang on who was first.
func (w *loading) set(ctx context.Context, find func() error) (*Set, error) {
	if err := w.readAll(ctx, find); err != nil {
		return nil, err
	}
	var rules []*Rule
	for _, f := range w.files {
		rules = append(rules, f.rules...)
		w.problems = append(w.problems, f.problems...)
		if f.err != nil {
			w.unreadable(f.shown, f.err)
		} else {
			w.read++
		}
	}
	if w.read == 0 && len(w.lost) > 0 {
		return nil, errors.Join(w.lost...)
	}
	rules = append(rules, w.filters()...)
	return NewSet(link(rules, w.problems)), nil
}

// filters reads the loader's own filters, but those of files that were read
// anyway.
func (w *loading) filters() []*Rule {
	var filters []*Rule
	for _, t := range w.loader.Filters {
		if slices.ContainsFunc(w.files, func(f *ruleFile) bool { return f.shown == t.File }) {
			continue
		}
		found, problems := w.loader.parse(t.File, t.Src)
		w.problems = append(w.problems, problems...)
		for _, r := range found {
			if r.Kind == KindFilter {
				filters = append(filters, r)
				continue
			}
			w.problems = append(w.problems, &Problem{File: r.File, Line: r.Line, Col: 1, RuleID: r.ID, Code: "config", Err: ErrInvalid,
				Msg: "only filters may stand here", Hint: "a rule stands in a file of its own"})
		}
	}
	return filters
}

func (w *loading) path(ctx context.Context, p string) error {
	info, err := os.Stat(p)
	if err != nil {
		w.unreadable(p, err)
		return nil
	}
	dir, name := p, ""
	if !info.IsDir() {
		dir, name = filepath.Split(filepath.Clean(p))
		dir = filepath.Clean(dir + ".")
	}
	if w.root, err = filepath.Abs(dir); err != nil {
		w.root = dir
	}
	if info.IsDir() {
		return w.walk(ctx, os.DirFS(dir), ".", p)
	}
	w.file(os.DirFS(dir), name, p, info.Mode().IsRegular())
	return ctx.Err()
}

// walk reads what lies below root in fsys; prefix is how the caller calls the
// root of fsys.
func (w *loading) walk(ctx context.Context, fsys fs.FS, root, prefix string) error {
	return fs.WalkDir(fsys, root, func(name string, d fs.DirEntry, err error) error {
		shown := name
		if prefix != "" {
			shown = filepath.Join(prefix, filepath.FromSlash(name))
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			w.unreadable(shown, err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
			if name != root && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			w.read++
		case d.Type()&fs.ModeSymlink != 0 && isFolder(fsys, name):
			w.warn(shown, "link-skipped", "this is a link to a folder, which is not followed")
		case isRuleFile(d.Name()):
			w.file(fsys, name, shown, d.Type().IsRegular())
		}
		return nil
	})
}

// isRuleFile tells by its name whether a file holds rules.
func isRuleFile(name string) bool {
	stem, ext := name, strings.ToLower(path.Ext(name))
	if ext != ".yml" && ext != ".yaml" {
		return false
	}
	stem = strings.ToLower(strings.TrimSuffix(stem, path.Ext(name)))
	return stem != "detect" && !strings.HasSuffix(stem, "_test")
}

func isFolder(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

func (w *loading) file(fsys fs.FS, name, shown string, regular bool) {
	if w.seen != nil {
		abs := filepath.Join(w.root, filepath.FromSlash(name))
		if w.seen[abs] {
			return
		}
		w.seen[abs] = true
	}
	f := &ruleFile{fsys: fsys, name: name, shown: shown, regular: regular}
	w.files = append(w.files, f)
	w.found <- f
}

func (w *loading) unreadable(shown string, err error) {
	cause := err
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		cause = e.Err // the path in it is relative to some root
	}
	w.lost = append(w.lost, fmt.Errorf("%s: %w", shown, cause))
	w.problems = append(w.problems, &Problem{File: shown, Code: "file-unreadable", Msg: cause.Error(), Err: err})
}

func (w *loading) warn(shown, code, msg string) {
	w.problems = append(w.problems, &Problem{File: shown, Code: code, Level: Warning, Msg: msg, Err: ErrUnsupported})
}
