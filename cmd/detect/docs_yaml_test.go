package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// head stands before examples of rules that show nothing but what they are about.
const head = "title: Example\nid: 00000000-0000-4000-8000-000000000000\nlevel: low\n"

const logsource = "logsource: {product: windows, category: process_creation}\n"

// completeRule returns an example as a whole rule.
func completeRule(text string) string {
	switch {
	case strings.HasPrefix(text, "detection:"), strings.HasPrefix(text, "expr:"):
		return head + logsource + text
	case strings.HasPrefix(text, "logsource:"):
		return head + text
	}
	return text
}

// yaml checks a block of YAML: a rule unless its file's name says otherwise. It
// must have no problem, or just the one that check= names.
func (d *pageTest) yaml(b *docs.Block) {
	if b.Is("fragment") {
		return
	}
	name := b.Arg("file")
	if name == "" {
		name = fmt.Sprintf("blocks/%d/rule.yml", b.Line)
	}
	d.save(name, completeRule(b.Text))
	var got []string
	switch base := filepath.Base(name); {
	case base == configName:
		got = d.checkConfig(name, "--config")
		if len(got) == 0 {
			d.config = name
		}
	case b.Is("placeholders"):
		got = d.checkConfig(name, "--placeholders")
	case b.Is("failing"): // a test file that the page goes on to run
		return
	case strings.HasSuffix(base, "_test.yml"):
		got = d.checkTests(b, name)
	default:
		got = d.checkRule(b, name)
	}
	var want []string
	if code := b.Arg("check"); code != "" {
		want = []string{code}
	}
	if !slices.Equal(got, want) {
		d.fail(b, "problems %q, want %q", got, want)
	}
}

// checkRule returns the codes of what is wrong with a rule.
func (d *pageTest) checkRule(b *docs.Block, name string) []string {
	if b.Arg("only") == "sigma" {
		return d.checkSigma(name)
	}
	args := []string{"check", "--format", "json", name}
	if d.config != "" {
		args = append(args, "--config", d.config)
	}
	stdout, stderr, _ := d.run(args...)
	var report struct {
		Problems []struct{ Code, Level string }
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		d.fail(b, "%v: %s", err, stderr)
	}
	var codes []string
	for _, p := range report.Problems {
		codes = append(codes, p.Code)
		if b.Section == p.Code && !strings.EqualFold(d.page.Intro(p.Code)[:len(p.Level)], p.Level) {
			d.fail(b, "%s is a problem of level %s", p.Code, p.Level)
		}
	}
	return distinct(codes)
}

// checkSigma is checkRule in a program that has no expr rules.
func (d *pageTest) checkSigma(name string) []string {
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.LoadPaths(d.Context(), name)
	if err != nil {
		d.Fatal(err)
	}
	var codes []string
	for _, p := range set.Problems() {
		codes = append(codes, p.Code)
	}
	return distinct(codes)
}

// checkConfig returns the codes of what is wrong with a file of the environment.
func (d *pageTest) checkConfig(name, flag string) []string {
	_, stderr, status := d.run("check", flag, name, "rules/library")
	if status == exitOK {
		return nil
	}
	return codesIn(stderr)
}

// checkTests returns the codes of what is wrong with a test file.
func (d *pageTest) checkTests(b *docs.Block, name string) []string {
	stdout, stderr, status := d.run("test", name)
	codes := codesIn(stdout + stderr)
	if status != exitOK && len(codes) == 0 {
		d.fail(b, "%s%s", stdout, stderr)
	}
	return codes
}

var codePattern = regexp.MustCompile(`\[([a-z]+(?:-[a-z0-9]+)*)\]`)

// codesIn returns the codes that stand in brackets behind messages.
func codesIn(text string) []string {
	var codes []string
	for _, m := range codePattern.FindAllStringSubmatch(text, -1) {
		codes = append(codes, m[1])
	}
	return distinct(codes)
}

func distinct(codes []string) []string {
	slices.Sort(codes)
	return slices.Compact(codes)
}
