package ruletest

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// Options change how tests are run. The zero value is the default.
type Options struct {
	Prefix   string          // stands before the names of files in Report, and in the set
	Only     string          // run this one test file of the file system, if it is there
	Taxonomy *taxonomy.Table // what the set was loaded with; nil: the built-in one
}

// Report is what the tests said.
type Report struct {
	Files    []*File
	Untested []*rules.Rule // rules without a test file
}

// File is one test file.
type File struct {
	Name     string
	Problems []*rules.Problem // what keeps tests or the rules from running
	Cases    []*Case
	Gaps     []Gap // what no case ever made true, or false
}

// Case is one test.
type Case struct {
	Name  string
	Line  int
	Err   error  // nil: passed
	Trace string // why the rules said what they did; "" when the test passed
}

// Failed reports whether something did not pass.
func (r *Report) Failed() bool {
	for _, f := range r.Files {
		if f.Failed() {
			return true
		}
	}
	return false
}

// Failed reports whether something of the file did not pass.
func (f *File) Failed() bool {
	for _, c := range f.Cases {
		if c.Err != nil {
			return true
		}
	}
	return len(f.Problems) > 0
}

// Run runs the tests in fsys of the rules in set, which were loaded from there.
// The error says that fsys cannot be walked or that ctx is done.
func Run(ctx context.Context, fsys fs.FS, set *rules.Set, o Options) (*Report, error) {
	r := runner{fsys: fsys, set: set, options: o, tested: map[string]bool{}}
	if o.Only != "" {
		if _, err := fs.Stat(fsys, o.Only); !errors.Is(err, fs.ErrNotExist) {
			r.file(ctx, o.Only)
		}
	} else if err := fs.WalkDir(fsys, ".", r.visit(ctx)); err != nil {
		return nil, err
	}
	for _, rule := range slices.Concat(slices.Collect(set.All()), slices.Collect(set.Correlations())) {
		if !r.tested[rule.File] && !slices.Contains(r.report.Untested, rule) {
			r.report.Untested = append(r.report.Untested, rule)
		}
	}
	return &r.report, ctx.Err()
}

// Test runs the tests in fsys as subtests of t.
func Test(t *testing.T, fsys fs.FS, l *rules.Loader) {
	t.Helper()
	set, err := l.Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Err(); err != nil {
		t.Error(err)
	}
	report, err := Run(t.Context(), fsys, set, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		t.Run(f.Name, func(t *testing.T) {
			for _, p := range f.Problems {
				t.Error(p)
			}
			for _, c := range f.Cases {
				t.Run(c.Name, func(t *testing.T) {
					if c.Err != nil {
						t.Errorf("%s:%d: %v\n%s", f.Name, c.Line, c.Err, c.Trace)
					}
				})
			}
		})
	}
}

// runner is one run.
type runner struct {
	fsys    fs.FS
	set     *rules.Set
	options Options
	report  Report
	tested  map[string]bool // names of rule files
}

func (r *runner) visit(ctx context.Context) fs.WalkDirFunc {
	return func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.IsDir() && RuleFile(name) != "":
			r.file(ctx, name)
		}
		return nil
	}
}

// RuleFile returns the name of the file whose rules a test file is about, ""
// when name is not that of a test file.
func RuleFile(name string) string {
	ext := path.Ext(name)
	stem, ok := strings.CutSuffix(strings.TrimSuffix(name, ext), "_test")
	if !ok || ext != ".yml" && ext != ".yaml" {
		return ""
	}
	return stem + ext
}

// shown returns the name that reports and the set have for a file of fsys.
func (r *runner) shown(name string) string {
	if r.options.Prefix == "" {
		return name
	}
	return filepath.Join(r.options.Prefix, filepath.FromSlash(name))
}

// file runs one test file.
func (r *runner) file(ctx context.Context, name string) {
	f := &File{Name: r.shown(name)}
	r.report.Files = append(r.report.Files, f)
	src, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		f.Problems = []*rules.Problem{{File: f.Name, Code: "file-unreadable", Msg: err.Error(), Err: err}}
		return
	}
	tests, problems := parse(f.Name, src)
	subject, err := r.subject(name)
	if err != nil {
		problems = append(problems, &rules.Problem{File: f.Name, Code: "test-rules", Msg: err.Error(), Err: errors.Unwrap(err)})
	}
	f.Problems = problems
	if subject == nil {
		return
	}
	for _, t := range tests {
		f.Cases = append(f.Cases, subject.run(ctx, t))
	}
	f.Gaps = subject.cover.gaps()
}
