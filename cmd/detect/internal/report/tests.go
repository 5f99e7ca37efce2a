package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules/ruletest"
)

// Tests is what all tests said.
type Tests struct {
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

// Add adds what the tests of some files said; with gaps also what no test ever made
// true, or false.
func (t *Tests) Add(r *ruletest.Report, gaps bool) {
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

// Text shows it for people: verbose the tests that passed too, and with gaps, or
// verbose, the rules without tests.
func (t *Tests) Text(to io.Writer, verbose, gaps bool) error {
	w := bufio.NewWriter(to)
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
			case verbose:
				say("ok    %s:%d: %s", file.File, c.Line, c.Name)
			}
		}
		for _, g := range file.Gaps {
			say("gap   %s", g)
		}
	}
	if verbose || gaps {
		for _, u := range t.Untested {
			say("gap   %s: no tests", u)
		}
	}
	say("%d tests passed, %d failed, %d rules without tests", t.Passed, t.Failed, len(t.Untested))
	return w.Flush()
}
