package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine/sink"
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
			r, err := report(l)
			if err != nil {
				return failed(err)
			}
			if r.Rules+r.Correlations+r.Filters+len(r.Problems) == 0 {
				fmt.Fprintf(a.stderr, "detect: there is nothing to check in %s\n", sink.Escape(strings.Join(f.paths, ", ")))
			}
			if format == "json" {
				err = writeJSON(a.stdout, r)
			} else {
				err = failed(a.showCheck(r))
			}
			return cmp.Or(err, status(r.code(strict)))
		},
	}
	f.register(c.Flags())
	c.Flags().StringVar(&format, "format", "text", "text or json")
	c.Flags().BoolVar(&strict, "strict", false, "warnings count as errors")
	complete(c, "format", "text", "json")
	return c
}
