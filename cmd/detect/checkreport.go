package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/lint"
)

// checked is what check found.
type checked struct {
	Rules    int            `json:"rules"` // loaded
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Counts   []codeCount    `json:"counts"` // the commonest first
	Problems []checkProblem `json:"problems"`

	Correlations int `json:"correlations,omitempty"`
	Filters      int `json:"filters,omitempty"`

	loaded *loaded
}

type codeCount struct {
	Code  string `json:"code"`
	Level string `json:"level"`
	Count int    `json:"count"`
}

type checkProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	RuleID  string `json:"rule,omitempty"`
	Code    string `json:"code"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`

	problem *rules.Problem
}

// report compiles the rules too, which finds nothing that loading has let pass.
func report(l *loaded) (*checked, error) {
	if _, err := engine.New(l.set, engine.WithTaxonomy(l.taxonomy)); err != nil {
		return nil, err
	}
	r := &checked{Rules: l.set.Len(), Problems: []checkProblem{}, Counts: []codeCount{}, loaded: l}
	r.Correlations, r.Filters = len(slices.Collect(l.set.Correlations())), len(slices.Collect(l.set.Filters()))
	counts := map[codeCount]int{}
	problems := append(l.set.Problems(), lint.Check(l.set, lint.WithTaxonomy(l.taxonomy))...)
	for _, p := range rules.NewSet(nil, problems).Problems() { // sorted
		if p.Level == rules.Error {
			r.Errors++
		} else {
			r.Warnings++
		}
		counts[codeCount{Code: p.Code, Level: p.Level.String()}]++
		r.Problems = append(r.Problems, checkProblem{p.File, p.Line, p.Col, p.RuleID, p.Code, p.Level.String(), p.Msg, p.Hint, p})
	}
	for k, n := range maps.All(counts) {
		r.Counts = append(r.Counts, codeCount{k.Code, k.Level, n})
	}
	slices.SortFunc(r.Counts, func(a, b codeCount) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), b.Count-a.Count, cmp.Compare(a.Code, b.Code))
	})
	return r, nil
}

func (r *checked) code(strict bool) int {
	switch {
	case r.loaded.unreadable():
		return exitFailed
	case r.Errors > 0 || strict && r.Warnings > 0:
		return exitFindings
	}
	return exitOK
}

func (a *app) showCheck(r *checked) error {
	w := bufio.NewWriter(a.stdout)
	files := sources{}
	for _, p := range r.Problems {
		text := p.problem.Error()
		if p.problem.Level == rules.Warning {
			text += " (warning)"
		}
		fmt.Fprintln(w, sink.Escape(text))
		w.WriteString(files.of(p.File).Snippet(p.problem))
	}
	if len(r.Counts) > 0 {
		w.WriteByte('\n')
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "COUNT\tLEVEL\tCODE")
		for _, c := range r.Counts {
			fmt.Fprintf(t, "%d\t%s\t%s\n", c.Count, c.Level, c.Code)
		}
		t.Flush()
		w.WriteByte('\n')
	}
	more := ""
	if r.Correlations > 0 {
		more += ", " + counted(r.Correlations, "correlation")
	}
	if r.Filters > 0 {
		more += ", " + counted(r.Filters, "filter")
	}
	fmt.Fprintf(w, "%s%s loaded, %s, %s\n", counted(r.Rules, "rule"), more, counted(r.Errors, "error"), counted(r.Warnings, "warning"))
	return w.Flush()
}

// counted returns "1 error" or "2 errors".
func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

// sources are rule files for snippets. Problems come sorted by file, so one is
// kept.
type sources struct {
	name string
	file *rules.Source
}

// of returns the file, an empty one when it cannot be read.
func (s *sources) of(name string) *rules.Source {
	if s.file == nil || s.name != name {
		text, err := os.ReadFile(name)
		if inside, ok := strings.CutPrefix(name, shippedName("")+string(os.PathSeparator)); ok && errors.Is(err, fs.ErrNotExist) {
			text, _ = fs.ReadFile(library.WithHunting(), inside)
		}
		s.name, s.file = name, rules.NewSource(text)
	}
	return s.file
}
