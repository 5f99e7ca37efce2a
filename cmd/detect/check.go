package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/library"
)

func (a *app) check() *cobra.Command {
	var f ruleFlags
	var format string
	var strict bool
	c := &cobra.Command{
		Use:   "check [flags] [RULES]...",
		Short: "Load and compile rules, and explain what is wrong with them",
		Long: `Check loads and compiles rules, and shows every problem with the line that it is
about and what to do. An error means that the rule is refused; a warning means
that it is loaded, but probably not what its author wanted.

Exit status: 0 no errors, 1 errors (with --strict warnings too), 3 a file or folder
could not be read.`,
		Example: `  detect check rules/
  detect check --strict my_rule.yml
  detect check --format json rules/ | jq '.problems[] | select(.level == "error")'`,
		RunE: func(c *cobra.Command, paths []string) error {
			f.paths = append(f.paths, paths...)
			l, err := a.loadAny(c, &f, func() error { return oneOf("--format", format, "text", "json") })
			if err != nil {
				return err
			}
			r, err := report.NewCheck(l.set, l.taxonomy)
			if err != nil {
				return failed(err)
			}
			if r.Rules+r.Correlations+r.Filters+len(r.Problems) == 0 {
				fmt.Fprintf(a.stderr, "detect: there is nothing to check in %s\n", sink.Escape(strings.Join(f.paths, ", ")))
			}
			if format == "json" {
				err = writeJSON(a.stdout, r)
			} else {
				err = failed(r.Text(a.stdout, new(sources).snippet))
			}
			return cmp.Or(err, status(checkStatus(l, r, strict)))
		},
	}
	f.register(c.Flags())
	c.Flags().StringVar(&format, "format", "text", "text or json")
	c.Flags().BoolVar(&strict, "strict", false, "warnings count as errors")
	complete(c, "format", "text", "json")
	return c
}

func checkStatus(l *loaded, r *report.Check, strict bool) int {
	switch {
	case l.unreadable():
		return exitFailed
	case r.Errors > 0 || strict && r.Warnings > 0:
		return exitFindings
	}
	return exitOK
}

// sources are rule files for snippets. Problems come sorted by file, so one is
// kept.
type sources struct {
	name string
	file *rules.Source
}

// snippet returns the lines that a problem is about, nothing when the file cannot
// be read.
func (s *sources) snippet(p *rules.Problem) string {
	name := p.File
	if s.file == nil || s.name != name {
		text, err := os.ReadFile(name)
		if inside, ok := strings.CutPrefix(name, shippedName("")+string(os.PathSeparator)); ok && errors.Is(err, fs.ErrNotExist) {
			text, _ = fs.ReadFile(library.WithHunting(), inside)
		}
		s.name, s.file = name, rules.NewSource(text)
	}
	return s.file.Snippet(p)
}
