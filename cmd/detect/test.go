package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/ruletest"
)

func (a *app) test() *cobra.Command {
	f := testFlags{}
	c := &cobra.Command{
		Use:   "test [flags] [PATH]...",
		Short: "Run the tests that lie beside rules",
		Long: `Test runs the tests of rules: those of key_export.yml are in key_export_test.yml
beside it. PATH is a rule file, a test file, or a folder; without it the rules
that ship are tested.

Exit status: 0 all passed, 1 some did not, 3 a path could not be read.`,
		Example: `  detect test rules/
  detect test my_rule.yml --verbose
  detect test --cover rules/     # and what no test ever made true, or false`,
		RunE: func(c *cobra.Command, paths []string) error {
			if err := oneOf("--format", f.format, "text", "json"); err != nil {
				return err
			}
			return a.runTests(c, &f, paths)
		},
	}
	fl := c.Flags()
	f.env.register(fl)
	fl.BoolVar(&f.cover, "cover", false, "name the selections that no test ever made true, or false")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "name the tests that passed too")
	fl.StringVar(&f.format, "format", "text", "text or json")
	complete(c, "format", "text", "json")
	return c
}

type testFlags struct {
	env            envFlags
	cover, verbose bool
	format         string
}

func (a *app) runTests(c *cobra.Command, f *testFlags, paths []string) error {
	if len(paths) == 0 {
		paths = []string{""} // the rules that ship
	}
	var all testReport
	for _, p := range paths {
		r, err := testPath(c, &f.env, p)
		if err != nil {
			return failed(err)
		}
		all.add(r, f.cover)
	}
	var err error
	if f.format == "json" {
		err = writeJSON(a.stdout, all)
	} else {
		err = failed(all.text(a, f))
	}
	if err == nil && all.Passed+all.Failed == 0 {
		return failedf("no tests were found; those of key_export.yml belong into key_export_test.yml beside it")
	}
	if err == nil && all.Failed > 0 {
		return status(exitFindings)
	}
	return err
}

// testPath runs the tests of one path.
func testPath(c *cobra.Command, f *envFlags, path string) (*ruletest.Report, error) {
	ctx := c.Context()
	if path == "" {
		return testShipped(ctx, c, f)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	folder, only, ruleFile := path, "", path
	if !info.IsDir() {
		folder, only = filepath.Split(path)
		folder = filepath.Clean(folder)
		if name := ruletest.RuleFile(only); name != "" {
			ruleFile = filepath.Join(folder, name)
		} else {
			ext := filepath.Ext(only)
			only = strings.TrimSuffix(only, ext) + "_test" + ext
			ruleFile = filepath.Clean(path)
		}
	}
	loader, o, err := f.testLoader(c, []string{path})
	if err != nil {
		return nil, err
	}
	set, err := loader.LoadPaths(ctx, ruleFile)
	if err != nil {
		return nil, err
	}
	o.Prefix, o.Only = folder, only
	return ruletest.Run(ctx, os.DirFS(folder), set, o)
}

func testShipped(ctx context.Context, c *cobra.Command, f *envFlags) (*ruletest.Report, error) {
	loader, o, err := f.testLoader(c, nil)
	if err != nil {
		return nil, err
	}
	set, err := loadShipped(ctx, loader)
	if err != nil {
		return nil, err
	}
	o.Prefix = shippedName("")
	return ruletest.Run(ctx, library.FS(), set, o)
}

func (f *envFlags) testLoader(c *cobra.Command, paths []string) (*rules.Loader, ruletest.Options, error) {
	env, err := f.environment(paths)
	if err == nil {
		err = applyDefaults(c, env.Defaults)
	}
	if err != nil {
		return nil, ruletest.Options{}, err
	}
	loader, table, err := newLoader(env)
	return loader, ruletest.Options{Taxonomy: table}, err
}

// testReport is what all tests said.
type testReport struct {
	Passed   int        `json:"passed"`
	Failed   int        `json:"failed"`
	Files    []testFile `json:"files"`
	Untested []string   `json:"untested,omitempty"` // rule files
}

type testFile struct {
	File     string     `json:"file"`
	Problems []string   `json:"problems,omitempty"`
	Tests    []testCase `json:"tests"`
	Gaps     []string   `json:"gaps,omitempty"`
}

type testCase struct {
	Name   string `json:"name"`
	Line   int    `json:"line"`
	Passed bool   `json:"passed"`
	Error  string `json:"error,omitempty"`
	Trace  string `json:"trace,omitempty"`
}

func (t *testReport) add(r *ruletest.Report, gaps bool) {
	for _, f := range r.Files {
		file := testFile{File: f.Name, Tests: []testCase{}}
		for _, p := range f.Problems {
			file.Problems = append(file.Problems, p.Error())
			t.Failed++
		}
		for _, c := range f.Cases {
			tc := testCase{Name: c.Name, Line: c.Line, Passed: c.Err == nil, Trace: c.Trace}
			if c.Err != nil {
				tc.Error = c.Err.Error()
				t.Failed++
			} else {
				t.Passed++
			}
			file.Tests = append(file.Tests, tc)
		}
		for _, g := range f.Gaps {
			if gaps {
				file.Gaps = append(file.Gaps, fmt.Sprintf("%s:%d: no test ever made this %v: %s", g.Rule.File, g.Line, g.Never, g.Selection))
			}
		}
		t.Files = append(t.Files, file)
	}
	for _, rule := range r.Untested {
		t.Untested = append(t.Untested, rule.File)
	}
}

func (t *testReport) text(a *app, f *testFlags) error {
	w := bufio.NewWriter(a.stdout)
	say := func(format string, args ...any) { fmt.Fprintln(w, sink.Escape(fmt.Sprintf(format, args...))) }
	for _, file := range t.Files {
		for _, p := range file.Problems {
			say("FAIL  %s", p)
		}
		for _, c := range file.Tests {
			switch {
			case !c.Passed:
				say("FAIL  %s:%d: %s: %s", file.File, c.Line, c.Name, c.Error)
				for line := range strings.Lines(c.Trace) {
					say("        %s", strings.TrimRight(line, "\n"))
				}
			case f.verbose:
				say("ok    %s:%d: %s", file.File, c.Line, c.Name)
			}
		}
		for _, g := range file.Gaps {
			say("gap   %s", g)
		}
	}
	if f.verbose || f.cover {
		for _, u := range t.Untested {
			say("gap   %s: no tests", u)
		}
	}
	say("%d tests passed, %d failed, %d rules without tests", t.Passed, t.Failed, len(t.Untested))
	return w.Flush()
}
