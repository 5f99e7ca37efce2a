package sigma_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const header = "title: t\nlogsource: {product: windows, category: process_creation}\ndetection:\n"

// ruleText makes a rule of a detection section; of a whole document it is that.
func ruleText(s string) string {
	if strings.HasPrefix(s, "title:") || strings.HasPrefix(s, "#") {
		return s
	}
	return header + "  " + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n  ") + "\n"
}

func testFormat() rules.Format {
	return sigma.Format(sigma.WithTaxonomy(taxonomy.Windows()), sigma.WithPlaceholders(map[string][]string{
		"Administrators": {"root", "adm*"}, "Workstations": {"ws-1", "ws-2", "ws-3"}, "net": {"10.0.0.0/8", "192.168.0.1"}, "limit": {"5"}, "empty": {},
		"flag": {"enc", "-x"},
	}))
}

// TestGolden: every name.yml of an archive gives the name.txt behind it, which
// is what is wrong with the rule, pointed at, and the condition.
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
	files := archive(string(data))
	want := map[string]string{}
	for _, f := range files {
		want[f.name] = f.data
	}
	var fresh strings.Builder
	for _, f := range files {
		stem, ok := strings.CutSuffix(f.name, ".yml")
		if !ok {
			continue
		}
		got := explain(ruleText(f.data))
		if got != want[stem+".txt"] && !*update {
			t.Errorf("%s:\n%s--- got\n%s--- want\n%s", stem, f.data, got, want[stem+".txt"])
		}
		fmt.Fprintf(&fresh, "-- %s --\n%s-- %s.txt --\n%s", f.name, f.data, stem, got)
	}
	if *update && fresh.String() != string(data) {
		if err := os.WriteFile(name, []byte(fresh.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

type archived struct{ name, data string }

// archive reads the files of a txtar archive.
func archive(s string) []archived {
	var files []archived
	for line := range strings.Lines(s) {
		name, marker := strings.CutPrefix(line, "-- ")
		if name, ok := strings.CutSuffix(name, " --\n"); marker && ok {
			files = append(files, archived{name: name})
		} else if len(files) > 0 {
			files[len(files)-1].data += line
		}
	}
	return files
}

// explain returns what the format makes of a file.
func explain(src string) string {
	good, problems := testFormat().Parse("f.yml", []byte(src))
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s %s: %s", p.Level, p.Code, p.Msg)
		if p.Hint != "" {
			b.WriteString(", " + p.Hint)
		}
		line := strings.Split(src, "\n")[p.Line-1]
		fmt.Fprintf(&b, "\n\t%s\n\t%s^\n", line, strings.Repeat(" ", p.Col-1))
	}
	for _, r := range good {
		b.WriteString(ir.Format(r.Condition))
	}
	return b.String()
}
