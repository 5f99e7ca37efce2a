package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/library"
)

// envFlags say what rules need to know of the place where they run.
type envFlags struct {
	config, placeholders string
}

func (f *envFlags) register(fl *pflag.FlagSet) {
	fl.StringVar(&f.config, "config", "", "a `FILE` as detect.yml, which goes before the one beside the rules")
	fl.StringVar(&f.placeholders, "placeholders", "", "a YAML or JSON `FILE` with values of placeholders, which goes before both")
}

// configName is the file beside rules that says what they need to know.
const configName = "detect.yml"

// environment reads the detect.yml beside each rule path, or that of the rules
// that ship when there is none, and lays the flags' files over it.
func (f *envFlags) environment(paths []string) (*rules.Environment, error) {
	env := &rules.Environment{}
	if len(paths) == 0 {
		shipped, err := rules.ReadEnvironment(library.FS(), configName)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		overlay(env, shipped)
	}
	for _, dir := range folders(paths) {
		beside, err := readEnvironment(filepath.Join(dir, configName))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		overlay(env, beside)
	}
	if f.config != "" {
		given, err := readEnvironment(f.config)
		if err != nil {
			return nil, unreadable(err)
		}
		overlay(env, given)
	}
	if f.placeholders != "" {
		values, err := readPlaceholders(f.placeholders)
		if err != nil {
			return nil, unreadable(err)
		}
		overlay(env, &rules.Environment{Placeholders: values, Lists: values})
	}
	return env, nil
}

// folders returns the folders that rule paths are or lie in, each once.
func folders(paths []string) []string {
	var dirs []string
	for _, p := range paths {
		dir := filepath.Clean(p)
		if info, err := os.Stat(p); err != nil || !info.IsDir() {
			dir = filepath.Dir(p)
		}
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// overlay lays top over env: what both have, top decides. A nil top has nothing.
func overlay(env, top *rules.Environment) {
	if top == nil {
		return
	}
	cover(&env.Placeholders, top.Placeholders)
	cover(&env.Lists, top.Lists)
	cover(&env.Defaults, top.Defaults)
	cover(&env.Taxonomy.Aliases, top.Taxonomy.Aliases)
	env.Taxonomy.Logsources = append(env.Taxonomy.Logsources, top.Taxonomy.Logsources...)
	env.Filters = append(env.Filters, top.Filters...)
	env.Taxonomy.Fields = append(env.Taxonomy.Fields, top.Taxonomy.Fields...)
}

func cover(under *map[string][]string, top map[string][]string) {
	if *under == nil {
		*under = map[string][]string{}
	}
	maps.Copy(*under, top)
}

func readEnvironment(path string) (*rules.Environment, error) {
	env, err := rules.ReadEnvironment(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	if env != nil {
		for i, f := range env.Filters {
			env.Filters[i].File = filepath.Join(filepath.Dir(path), f.File)
		}
	}
	return env, relocate(err, path)
}

func readPlaceholders(path string) (map[string][]string, error) {
	values, err := rules.ReadPlaceholders(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	return values, relocate(err, path)
}

// relocate gives the errors of a file that was read through its folder the
// path as the user knows it.
func relocate(err error, path string) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			relocate(e, path)
		}
		return err
	}
	if p, ok := errors.AsType[*rules.Problem](err); ok {
		p.File = path
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		p.Path = path
	}
	return err
}

// applyDefaults sets the flags of c that the user did not give. A name that no
// command has as a flag is an error.
func applyDefaults(c *cobra.Command, defaults map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(defaults)) {
		f := c.Flags().Lookup(name)
		switch {
		case name == "rules" || name == "config" || name == "placeholders": // read before this
			return fmt.Errorf("%s: defaults: --%s can only be given on the command line", configName, name)
		case f == nil && !someFlag(c.Root(), name):
			return fmt.Errorf("%s: defaults: there is no flag --%s", configName, name)
		}
		if f == nil || f.Changed {
			continue
		}
		for _, value := range defaults[name] {
			if err := c.Flags().Set(name, value); err != nil {
				return fmt.Errorf("%s: defaults: %w", configName, err)
			}
		}
	}
	return nil
}

// someFlag reports whether some command has the flag.
func someFlag(root *cobra.Command, name string) bool {
	return slices.ContainsFunc(root.Commands(), func(c *cobra.Command) bool { return c.Flags().Lookup(name) != nil })
}
