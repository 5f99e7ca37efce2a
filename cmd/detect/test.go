package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
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
	var all report.Tests
	for _, p := range paths {
		r, err := testPath(c, &f.env, p)
		if err != nil {
			return failed(err)
		}
		all.Add(r, f.cover)
	}
	var err error
	if f.format == "json" {
		err = writeJSON(a.stdout, all)
	} else {
		err = failed(all.Text(a.stdout, f.verbose, f.cover))
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
		return nil, unreadable(err)
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
	set, err := loadShipped(ctx, loader, true)
	if err != nil {
		return nil, err
	}
	o.Prefix = shippedName("")
	return ruletest.Run(ctx, library.WithHunting(), set, o)
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
