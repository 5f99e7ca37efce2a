package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/rulehound/rulehound/engine/sink"
)

// app is what every command needs of the world.
type app struct {
	stdin  io.Reader
	stdout *output
	stderr io.Writer

	stdoutTerminal, stderrTerminal bool
	garbage                        *garbage

	log                        zerolog.Logger
	logLevel, logFormat, color string
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{
		stdin: stdin, stdout: &output{w: stdout}, stderr: stderr,
		stdoutTerminal: isTerminal(stdout), stderrTerminal: isTerminal(stderr), garbage: newGarbage(),
	}
	defer a.garbage.settle()
	root := a.root()
	checkTopic(root)
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	switch _, ours := errors.AsType[*exit](err); {
	case ours || err == nil && a.stdout.err == nil:
	case a.stdout.err != nil:
		err = failedf("writing the output: %w", a.stdout.err)
	case !strings.Contains(err.Error(), "id you mean"):
		err = usagef("%w (see '%s --help')", err, c.CommandPath())
	}
	return a.end(err)
}

// end says what went wrong and returns the exit code.
func (a *app) end(err error) int {
	if err == nil {
		return exitOK
	}
	e, ours := errors.AsType[*exit](err)
	if !ours {
		e = &exit{exitUsage, err}
	}
	if e.err != nil {
		lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(e.err.Error()), "\t", "  "), "\n")
		for i := range lines {
			lines[i] = sink.Escape(lines[i]) // it may name files that are not ours
		}
		fmt.Fprintln(a.stderr, "detect:", strings.Join(lines, "\n"))
	}
	return e.code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "detect",
		Short: "Find attacks in Windows logs with Sigma and expr rules",
		Long: `Detect reads Windows logs (EVTX, Event XML, JSON of many collectors, packed or
not), runs Sigma and expr rules over them, and prints alerts that say what
fired, why, and where.

Exit status: 0 ran to the end, 1 findings (of commands that judge, such as check
and test), 2 wrong usage, 3 something asked for could not be done.`,
		Example: `  detect replay Security.evtx
  detect replay -r rules/ --min-level medium logs/
  zcat export.jsonl.gz | detect replay -r rules/ -
  detect check rules/`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.prepare() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.HiddenDefaultCmd = false
	f := root.PersistentFlags()
	f.StringVar(&a.logLevel, "log-level", "warn", "what to log to standard error: debug, info, warn, error or off")
	f.StringVar(&a.logFormat, "log-format", "console", "how to log: console or json")
	f.StringVar(&a.color, "color", "auto", "colours: auto, always or never (NO_COLOR is honoured)")
	root.AddCommand(a.replay(), a.check(), a.test(), a.explain(), a.normalize(), a.rules(), a.bench(), a.version())
	return root
}

// checkTopic makes help refuse a command that there is none of.
func checkTopic(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Args = func(_ *cobra.Command, args []string) error {
				_, _, err := root.Find(args)
				return err
			}
		}
	}
}

// prepare checks the flags that all commands share.
func (a *app) prepare() error {
	if err := oneOf("--color", a.color, "auto", "always", "never"); err != nil {
		return err
	}
	return a.startLog()
}

// colours reports whether to colour what goes to a stream.
func (a *app) colours(terminal bool) bool {
	return a.color == "always" || a.color == "auto" && terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// flagError adds to an error about an unknown flag the nearest that there is.
func flagError(c *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	c.Flags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	if name, ok := nearest(unknown.GetSpecifiedName(), names); ok {
		return fmt.Errorf("%w, did you mean --%s", err, name)
	}
	return err
}

// oneOf checks a flag that takes one of a few words.
func oneOf(flag, value string, words ...string) error {
	if slices.Contains(words, value) {
		return nil
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	err := fmt.Sprintf("%s is %q, must be %s", flag, value, strings.Join(words, ", "))
	if near, ok := nearest(value, words); ok {
		err += ", did you mean " + near + "?"
	}
	return usagef("%s", err)
}

// unset adds that the flag was not given to the words that it takes.
func unset(words []string) []string { return append([]string{""}, words...) }

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
