package exprlang_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden: every name.expr of an archive gives the name.txt behind it, which
// is what is wrong with the expression, pointed at, or the condition that it is.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	comment, files := archive(string(data))
	want := map[string]string{}
	for _, f := range files {
		want[f.name] = f.data
	}
	fresh := comment
	for _, f := range files {
		stem, ok := strings.CutSuffix(f.name, ".expr")
		if !ok {
			continue
		}
		got := explain(t, f.data)
		if got != want[stem+".txt"] && !*update {
			t.Errorf("%s:\n%s--- got\n%s--- want\n%s", stem, f.data, got, want[stem+".txt"])
		}
		fresh += fmt.Sprintf("-- %s --\n%s-- %s.txt --\n%s", f.name, f.data, stem, got)
	}
	if *update {
		if err := os.WriteFile(name, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

type archived struct{ name, data string }

// archive reads a txtar archive.
func archive(s string) (comment string, files []archived) {
	for line := range strings.Lines(s) {
		name, marker := strings.CutPrefix(line, "-- ")
		switch name, ok := strings.CutSuffix(name, " --\n"); {
		case marker && ok:
			files = append(files, archived{name: name})
		case len(files) > 0:
			files[len(files)-1].data += line
		default:
			comment += line
		}
	}
	return comment, files
}

// explain returns what the format makes of an expression. The text stands in
// line 5 of the rule from column 3 on.
func explain(t *testing.T, src string) string {
	r, problems := parse(t, src)
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s %s: %s", p.Level, p.Code, p.Msg)
		if p.Hint != "" {
			b.WriteString(", " + p.Hint)
		}
		if lines := strings.Count(src, "\n"); p.Line < 5 || p.Line >= 5+lines {
			fmt.Fprintf(&b, " at %d:%d\n", p.Line, p.Col)
			continue
		}
		line := strings.Split(src, "\n")[p.Line-5]
		fmt.Fprintf(&b, "\n\t%s\n\t%s^\n", line, strings.Repeat(" ", p.Col-3))
	}
	if r != nil {
		b.WriteString(ir.Format(r.Condition))
	}
	return b.String()
}
