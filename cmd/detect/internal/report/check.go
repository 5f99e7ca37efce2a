package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/lint"
)

// Check is what is wrong with rules.
type Check struct {
	Rules    int            `json:"rules"` // loaded
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Counts   []codeCount    `json:"counts"` // the commonest first
	Problems []checkProblem `json:"problems"`

	Correlations int `json:"correlations,omitempty"`
	Filters      int `json:"filters,omitempty"`
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

// NewCheck compiles the rules too, which finds nothing that loading has let pass.
func NewCheck(set *rules.Set, table *taxonomy.Table) (*Check, error) {
	if _, err := engine.New(set, engine.WithTaxonomy(table)); err != nil {
		return nil, err
	}
	r := &Check{Rules: set.Len(), Problems: []checkProblem{}, Counts: []codeCount{}}
	r.Correlations, r.Filters = len(slices.Collect(set.Correlations())), len(slices.Collect(set.Filters()))
	counts := map[codeCount]int{}
	problems := append(set.Problems(), lint.Check(set, lint.WithTaxonomy(table))...)
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

// Text shows it for people, with what snippet returns of the rule file of each
// problem.
func (r *Check) Text(to io.Writer, snippet func(*rules.Problem) string) error {
	w := bufio.NewWriter(to)
	for _, p := range r.Problems {
		text := p.problem.Error()
		if p.problem.Level == rules.Warning {
			text += " (warning)"
		}
		fmt.Fprintln(w, sink.Escape(text))
		w.WriteString(snippet(p.problem))
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
		more += ", " + Counted(r.Correlations, "correlation")
	}
	if r.Filters > 0 {
		more += ", " + Counted(r.Filters, "filter")
	}
	fmt.Fprintf(w, "%s%s loaded, %s, %s\n", Counted(r.Rules, "rule"), more, Counted(r.Errors, "error"), Counted(r.Warnings, "warning"))
	return w.Flush()
}
