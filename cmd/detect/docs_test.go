package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
)

var update = flag.Bool("update", false, "rewrite what the documentation shows")

// TestDocs holds the pages of the documentation to what the program does. How a
// page says what is what stands in CONTRIBUTING.md.
func TestDocs(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	root, pages := documentation(t)
	code := exampleCode(t, root)
	for _, page := range pages {
		t.Run(filepath.Base(page.Path), func(t *testing.T) {
			d := newPageTest(t, root, page)
			d.code = code
			for _, b := range page.Blocks {
				if b.Lang != "yaml" { // those are checked as they are saved
					d.save(b.Arg("file"), b.Text)
				}
			}
			for _, b := range page.Blocks {
				d.block(b)
			}
			for _, table := range page.Tables() {
				d.table(table)
			}
			if err := page.Write(); err != nil {
				t.Error(err)
			}
		})
	}
}

// documentation reads every page.
func documentation(t *testing.T) (root string, pages []*docs.Page) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, pattern := range []string{"*.md", "docs/*.md", "testdata/*.md"} {
		found, _ := filepath.Glob(filepath.Join(root, pattern))
		paths = append(paths, found...)
	}
	for _, path := range paths {
		page, err := docs.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	if len(pages) < 7 {
		t.Fatalf("only %d pages in %s", len(pages), root)
	}
	return root, pages
}

// pageTest goes through one page. It works in a folder that looks like the
// project's own and holds the files that the page's blocks are.
type pageTest struct {
	*testing.T
	root    string // of the project
	page    *docs.Page
	shell   docs.Shell
	code    []string // compiled examples
	config  string   // the detect.yml that the page has shown
	command string   // the last one of a block of commands without output
}

func newPageTest(t *testing.T, root string, page *docs.Page) *pageTest {
	dir := t.TempDir()
	for _, name := range []string{"testdata/demo", "rules/library"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	d := &pageTest{T: t, root: root, page: page}
	d.shell.Run = func(args []string, stdin io.Reader, stdout, stderr io.Writer, terminal bool) int {
		a := &app{stdin: stdin, stdout: &output{w: stdout}, stderr: stderr, stdoutTerminal: terminal, garbage: newGarbage()}
		defer a.garbage.settle()
		root := a.root()
		root.SetArgs(args)
		return a.end(root.ExecuteContext(t.Context()))
	}
	return d
}

// run runs the program and returns its standard output and the rest.
func (d *pageTest) run(args ...string) (stdout, stderr string, status int) {
	var out, rest bytes.Buffer
	status = d.shell.Run(args, nil, &out, &rest, false)
	return out.String(), rest.String(), status
}

// fail says what is wrong with a block.
func (d *pageTest) fail(b *docs.Block, format string, args ...any) {
	d.Helper()
	d.Errorf("%s:%d: "+format, append([]any{filepath.Base(d.page.Path), b.Line}, args...)...)
}

func (d *pageTest) block(b *docs.Block) {
	switch {
	case b.Lang == "console":
		got, err := d.shell.Transcript(b.Text)
		if err != nil {
			d.fail(b, "%v", err)
			return
		}
		d.shows(b, got)
	case b.Lang == "sh":
		lines := strings.Split(strings.TrimSpace(b.Text), "\n")
		d.command = lines[len(lines)-1]
	case b.Lang == "text" && b.Is("output"):
		var out bytes.Buffer
		if err := d.shell.Command(d.command, &out); err != nil {
			d.fail(b, "%s: %v", d.command, err)
		}
		d.shows(b, out.String())
	case b.Arg("dialect") != "":
		d.dialect(b)
	case b.Lang == "json":
		d.json(b)
	case b.Lang == "go":
		d.example(b)
	case b.Lang == "yaml":
		d.yaml(b)
	}
}

// shows compares a block with what the program prints, or rewrites it.
func (d *pageTest) shows(b *docs.Block, got string) {
	d.Helper()
	switch {
	case docs.Same(b.Text, got):
	case *update:
		d.page.Replace(b, docs.Refit(b.Text, got))
	default:
		d.fail(b, "the program prints something else (-update rewrites it):\n%s\nthe page shows:\n%s", got, b.Text)
	}
}

// save writes a file that the page shows, if it has a name.
func (d *pageTest) save(name, text string) {
	d.Helper()
	if name == "" {
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		d.Fatal(err)
	}
}

// json checks a block of JSON: by itself or, marked as output, as what the
// block of commands before it prints, made readable.
func (d *pageTest) json(b *docs.Block) {
	if !b.Is("output") {
		for dec := json.NewDecoder(strings.NewReader(b.Text)); dec.More(); {
			if err := dec.Decode(new(any)); err != nil {
				d.fail(b, "%v", err)
				return
			}
		}
		return
	}
	if err := d.shell.Command(d.command+" > json.out", io.Discard); err != nil {
		d.fail(b, "%s: %v", d.command, err)
	}
	printed, err := os.ReadFile("json.out")
	if err != nil {
		d.Fatal(err)
	}
	var indented bytes.Buffer
	for line := range bytes.Lines(printed) {
		if err := json.Indent(&indented, line, "", "  "); err != nil {
			d.fail(b, "%v in %s", err, line)
		}
	}
	d.shows(b, indented.String())
}

// example checks that a block of Go stands in an example that tests compile.
func (d *pageTest) example(b *docs.Block) {
	want := flush(b.Text)
	if !slices.ContainsFunc(d.code, func(src string) bool { return strings.Contains(src, want) }) {
		d.fail(b, "no *example*_test.go of the project has these lines")
	}
}

// exampleCode returns the examples of all packages.
func exampleCode(t *testing.T, root string) []string {
	var all []string
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, "_test.go") || !strings.Contains(e.Name(), "example") {
			return err
		}
		src, err := os.ReadFile(path)
		all = append(all, flush(string(src)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// flush puts every line at the left margin.
func flush(code string) string {
	var b strings.Builder
	for line := range strings.Lines(code) {
		b.WriteString(strings.TrimLeft(line, " \t"))
	}
	return b.String()
}

// TestLinks holds every link within the project to a file and a heading.
func TestLinks(t *testing.T) {
	_, pages := documentation(t)
	anchors := map[string]map[string]bool{}
	for _, p := range pages {
		anchors[p.Path] = p.Anchors()
	}
	for _, p := range pages {
		for _, l := range p.Links() {
			target := p.Path
			if l.File != "" {
				target = filepath.Join(filepath.Dir(p.Path), filepath.FromSlash(l.File))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s:%d: %v", p.Path, l.Line, err)
			} else if l.Fragment != "" && !anchors[target][l.Fragment] {
				t.Errorf("%s:%d: %s has no heading #%s", p.Path, l.Line, target, l.Fragment)
			}
		}
	}
}

// TestEveryCommandIsDocumented: docs/cli.md shows the help of each.
func TestEveryCommandIsDocumented(t *testing.T) {
	src, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	root := (&app{stdout: &output{w: io.Discard}}).root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if !strings.Contains(string(src), "\n$ detect "+c.Name()+" --help\n") {
			t.Errorf("docs/cli.md does not show detect %s --help", c.Name())
		}
	}
}
