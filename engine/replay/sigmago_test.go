package replay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	sigmago "github.com/bradleyjkemp/sigma-go"
	"github.com/bradleyjkemp/sigma-go/evaluator"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// BenchmarkSideBySide runs this engine and sigma-go's evaluator over the same
// lines with the same rules: decoding, by encoding/json there, and matching.
// Rules are routed for both: sigma-go gets those that can see an event's class
// under the class's own names, found by one look-up. What they find is compared on a few hundred
// lines, from all of the lane, which are what sigma-go is timed on. This engine is timed on all
// of the lane, since a replay of a few hundred events is mostly its beginning and its end.
// The log says which rules the two do not agree on.
func BenchmarkSideBySide(b *testing.B) {
	d := duel{
		ours:   sync.OnceValue(func() published { return made(b) }),
		theirs: sync.OnceValue(func() *rival { return newRival(b, madeFiles()) }),
	}
	log := madeLog()
	d.run(b, "made", func() []byte { return log[:bytes.LastIndexByte(log[:1<<20], '\n')+1] }, func() []byte { return log })
	needCorpora(b)
	d = duel{
		ours:   sync.OnceValue(func() published { return sigmaHQ(b, "windows") }),
		theirs: sync.OnceValue(func() *rival { return newRival(b, os.DirFS(filepath.Join(corpora, "sigma", "rules", "windows"))) }),
	}
	for _, l := range lanes {
		most, among := map[string]int{"mix": 400, "rich": 300, "proc": 60}[l.name]
		if !among { // more than sigma-go can be asked to look at
			continue
		}
		d.run(b, l.name, sync.OnceValue(func() []byte { return some(b, l, most) }), func() []byte {
			lines, _ := l.enough(b)
			return lines
		})
	}
}

// duel is this engine and sigma-go's evaluator with the same rules.
type duel struct {
	ours   func() published
	theirs func() *rival
}

// run runs both over the few lines of a corpus, and times this engine on all of it.
func (d *duel) run(b *testing.B, corpus string, few, all func() []byte) {
	var found [2]map[string]int
	run := func(i int, name string, lines func() []byte, pass func(lines []byte) map[string]int) {
		b.Run(fmt.Sprintf("corpus=%s/rules=%d/engine=%s", corpus, d.ours().set.Len(), name), func(b *testing.B) {
			if found[i] = pass(few()); len(found[i]) == 0 {
				b.Fatal("no rule has matched")
			}
			lines := lines()
			start := processorTime(b)
			for b.Loop() {
				pass(lines)
			}
			b.ReportMetric(float64(processorTime(b)-start)/float64(b.N*bytes.Count(lines, []byte("\n"))), "cpu-ns/event")
			matches := 0
			for _, n := range found[i] {
				matches += n
			}
			b.ReportMetric(float64(matches), "matches")
		})
	}
	run(0, "rulehound", all, func(lines []byte) map[string]int { return d.ours().titles(b, lines) })
	run(1, "sigma-go", few, func(lines []byte) map[string]int { return d.theirs().titles(b, lines) })
	for title, n := range found[0] {
		if found[1] != nil && found[1][title] != n {
			b.Logf("%s: %q: %d here, %d by sigma-go", corpus, title, n, found[1][title])
		}
	}
	for title, n := range found[1] {
		if found[0] != nil && found[0][title] == 0 {
			b.Logf("%s: %q: none here, %d by sigma-go", corpus, title, n)
		}
	}
}

// some returns about most of the lane's lines, from all of it.
func some(b *testing.B, l lane, most int) []byte {
	lines, n := l.lines(b)
	all := bytes.SplitAfter(lines[:len(lines)-1], []byte("\n"))
	var kept []byte
	for i := 0; i < n-1; i += max(1, n/most) {
		kept = append(kept, all[i]...)
	}
	return kept
}

// titles counts matches by the rule's title.
func (p published) titles(b *testing.B, lines []byte) map[string]int {
	found := titleSink{}
	r := &replay.Replay{Engine: p.eng, Rules: p.set, Workers: 1, Stdin: bytes.NewReader(lines)}
	if _, err := r.Run(b.Context(), []*replay.Input{{Path: replay.Stdin}}, found); err != nil {
		b.Fatal(err)
	}
	return found
}

type titleSink map[string]int

func (s titleSink) Write(_ context.Context, a *alert.Alert) error { s[a.Rule.Title]++; return nil }
func (titleSink) Close() error                                    { return nil }

// rival is sigma-go's evaluator with its rules.
type rival struct {
	rules   []rivalRule
	classes map[event.Class][]rivalRule
}

type rivalRule struct {
	*evaluator.RuleEvaluator
	title   string
	sources []taxonomy.Source
}

func newRival(b *testing.B, files fs.FS) *rival {
	r := &rival{classes: map[event.Class][]rivalRule{}}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yml") {
			return err
		}
		src, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		rule, err := sigmago.ParseRule(src)
		if err != nil {
			return nil // it refuses a few
		}
		ls := taxonomy.Logsource{Product: rule.Logsource.Product, Category: rule.Logsource.Category, Service: rule.Logsource.Service}
		r.rules = append(r.rules, rivalRule{evaluator.ForRule(rule), rule.Title, taxonomy.Windows().Sources(ls)})
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func (r *rival) titles(b *testing.B, lines []byte) map[string]int {
	found := map[string]int{}
	dec := json.NewDecoder(bytes.NewReader(lines))
	for {
		var ev map[string]any
		if err := dec.Decode(&ev); err == io.EOF {
			return found
		} else if err != nil {
			b.Fatal(err)
		}
		ev["Provider_Name"] = ev["SourceName"]
		for _, rule := range r.see(ev) {
			if rule.matches(ev) {
				found[rule.title]++
			}
		}
	}
}

// see returns the rules that see events of ev's class.
func (r *rival) see(ev map[string]any) []rivalRule {
	channel, _ := ev["Channel"].(string)
	provider, _ := ev["SourceName"].(string)
	id, _ := ev["EventID"].(float64)
	c := event.Class{Channel: strings.ToLower(channel), Provider: strings.ToLower(provider), EventID: uint32(id)}
	seen, ok := r.classes[c]
	if !ok {
		for _, rule := range r.rules {
			// Of fields, these events call the computer and the time otherwise only.
			if slices.ContainsFunc(rule.sources, func(s taxonomy.Source) bool { return len(s.Fields) == 2 && s.Match.Matches(c) }) {
				seen = append(seen, rule)
			}
		}
		r.classes[c] = seen
	}
	return seen
}

// matches reports whether the rule matches. Errors, and the panics that sigma-go
// has on some conditions, are no match.
func (r *rivalRule) matches(ev map[string]any) (ok bool) {
	defer func() { _ = recover() }()
	result, err := r.Matches(context.Background(), ev)
	return err == nil && result.Match
}
