package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"detect": main})
}

// TestScripts runs the command as its users do, see testdata/script.
func TestScripts(t *testing.T) {
	demo, err := filepath.Abs("../../testdata/demo")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DEMO", demo)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root":
				return os.Getuid() == 0, nil
			case "devfull":
				_, err := os.Stat("/dev/full")
				return err == nil, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs a command and checks its exit status: exits 3 detect replay x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARGS]...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		e, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exited with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// detect runs the program in process.
func detect(ctx context.Context, stdin io.Reader, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(ctx, args, stdin, &out, &errs)
	return code, out.String(), errs.String()
}

// TestInterrupt cancels a replay that waits for more input, as Ctrl-C does.
func TestInterrupt(t *testing.T) {
	event, err := os.ReadFile("../../testdata/demo/ca01-nxlog.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	pr, pw := io.Pipe()
	defer pw.Close()
	go func() {
		for range 200 {
			pw.Write(event)
		}
		cancel()
		// The pipe stays open: nothing but ctx can end the reading.
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		code, stdout, stderr := detect(ctx, pr, "replay", "-")
		if code != exitFailed || !strings.Contains(stderr, "Interrupted") || !strings.Contains(stdout, `"id"`) {
			t.Errorf("status %d, %d bytes of alerts, %s", code, len(stdout), stderr)
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("the run did not end")
	}
}

// closed is a standard output that nobody reads any more.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestEveryCommandNoticesAClosedPipe: an output that is lost is never success.
func TestEveryCommandNoticesAClosedPipe(t *testing.T) {
	demo := "../../testdata/demo"
	for _, args := range [][]string{
		{"replay", demo}, {"replay", "--format", "text", demo}, {"replay", "--format", "json", demo}, {"normalize", demo}, {"check"}, {"check", "--format", "json"}, {"test"},
		{"rules"}, {"rules", "--format", "json"}, {"version"}, {"--help"}, {"completion", "bash"},
		{"explain", "--rule", "kc_01_machine_export_nonsystem", demo + "/ca01-nxlog.jsonl"}, {"explain", "--rule", "kc_11_many_keys_exported"},
	} {
		var stderr bytes.Buffer
		if code := run(t.Context(), args, strings.NewReader(""), closed{}, &stderr); code != exitFailed || !strings.Contains(stderr.String(), "closed pipe") {
			t.Errorf("%q: status %d, %s", args, code, stderr.String())
		}
	}
}

// TestHelp holds that every command explains itself by examples.
func TestHelp(t *testing.T) {
	root := (&app{}).root()
	for _, c := range root.Commands() {
		if c.Example == "" || c.Short == "" {
			t.Errorf("%s has no example, or no description", c.Name())
		}
		if code, stdout, stderr := detect(t.Context(), nil, c.Name(), "--help"); code != 0 || !strings.Contains(stdout, "Examples:") || stderr != "" {
			t.Errorf("%s --help: status %d, %s%s", c.Name(), code, stdout, stderr)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"min-level", "rule", "rules", "workers"}
	for word, want := range map[string]string{"minlevel": "min-level", "wrkers": "workers", "rule": "rule", "worker": "workers", "colour": "", "": ""} {
		if got, ok := nearest(word, words); got != want || ok != (want != "") {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestTimeFlag(t *testing.T) {
	for _, tt := range []struct {
		text  string
		upper bool
		want  string
	}{
		{"2026-03-01", false, "2026-03-01T00:00:00Z"},
		{"2026-03-01", true, "2026-03-02T00:00:00Z"},
		{"2026-03-01 12:30", true, "2026-03-01T12:30:00Z"},
		{"2026-03-01T12:30:00+01:00", false, "2026-03-01T11:30:00Z"},
		{"2026-03-01T12:30:00.5Z", false, "2026-03-01T12:30:00.5Z"},
		{"yesterday", false, ""},
	} {
		f := timeFlag{upper: tt.upper}
		err := f.Set(tt.text)
		if got := f.Format(time.RFC3339Nano); (err == nil) != (tt.want != "") || err == nil && got != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.text, got, err, tt.want)
		}
	}
}
