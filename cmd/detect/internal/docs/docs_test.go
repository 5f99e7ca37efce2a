package docs_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
)

const page = "# The `page`\n\n" +
	"See [there](other.md#a-b), [here](#one-two), [the world](https://example.com/x#y).\n\n" +
	"```yaml file=a.yml broken\n# no heading\n[a](b.md)\n```\n\n" +
	"## One & two\n\n" +
	"| a | b |\n|---|:-:|\n| `x\\|y` | plain |\n| `` `q` `` | |\n\n" +
	"```console\n$ detect x\nold\n```\n"

func TestParse(t *testing.T) {
	p := docs.Parse("p.md", page)
	if len(p.Blocks) != 2 {
		t.Fatalf("%d blocks", len(p.Blocks))
	}
	b := p.Blocks[0]
	if b.Lang != "yaml" || b.Arg("file") != "a.yml" || !b.Is("broken") || b.Is("sound") || b.Section != "The page" || b.Line != 5 || b.Text != "# no heading\n[a](b.md)\n" {
		t.Errorf("first block: %+v", b)
	}
	tables := p.Tables()
	if len(tables) != 1 || tables[0].Section != "One & two" || len(tables[0].Rows) != 2 {
		t.Fatalf("tables: %+v", tables)
	}
	if got := fmt.Sprintf("%q", tables[0].Rows); got != "[[\"`x|y`\" \"plain\"] [\"`` `q` ``\" \"\"]]" {
		t.Errorf("rows: %s", got)
	}
	for cell, want := range map[string]string{"see `x|y` and `z`": "x|y", "`` `q` ``": "`q`", "plain": "", "`open": ""} {
		if got := docs.Code(cell); got != want {
			t.Errorf("code in %s: %q", cell, got)
		}
	}
	if got := p.Intro("The page"); got != "See [there](other.md#a-b), [here](#one-two), [the world](https://example.com/x#y)." || p.Intro("Two") != "" {
		t.Errorf("intro: %q", got)
	}
	if got := fmt.Sprint(p.Links()); got != "[{3 other.md a-b} {3  one-two}]" {
		t.Errorf("links: %s", got)
	}
	if a := p.Anchors(); !a["the-page"] || !a["one--two"] || len(a) != 2 {
		t.Errorf("anchors: %v", a)
	}
}

func TestWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.md")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := docs.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	p.Replace(p.Blocks[0], "one\ntwo\nthree\n")
	p.Replace(p.Blocks[1], "$ detect x\nnew\n")
	if err := p.Write(); err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("# no heading\n[a](b.md)\n", "one\ntwo\nthree\n", "old", "new").Replace(page)
	if got, _ := os.ReadFile(file); string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		shown, got string
		want       bool
	}{
		{"a\nb\n", "a\nb", true},
		{"a \n", "a", true},
		{"a", "a\nb", false},
		{"a\nb", "a", false},
		{"a", "A", false},
		{"in … s (…/s)", "in 0.1 s (99/s)", true},
		{"in … s (…/s)", "in 0.1 s", false},
		{"…b…", "abc", true},
		{"a…a", "a", false},
		{"a\n…\nz", "a\nz", true},
		{"a\n…\nz", "a\n1\n2\nz", true},
		{"a\n  …\nz", "a\n1\n2", false},
		{"…", "", true},
	} {
		if got := docs.Same(tt.shown, tt.got); got != tt.want {
			t.Errorf("%q, %q: %v", tt.shown, tt.got, got)
		}
	}
	if got := docs.Steady("Read 9 events (1 KiB) from 3 inputs in 12 ms (1,234/s)."); got != "Read 9 events (1 KiB) from 3 inputs in … (…/s)." {
		t.Error(got)
	}
}

func TestTranscript(t *testing.T) {
	t.Chdir(t.TempDir())
	sh := docs.Shell{Run: func(args []string, stdin io.Reader, stdout, stderr io.Writer, terminal bool) int {
		in, _ := io.ReadAll(stdin)
		fmt.Fprintf(stdout, "%q %q %t\n", args, in, terminal)
		fmt.Fprintln(stderr, "said")
		return len(args)
	}}
	got, err := sh.Transcript(strings.Join([]string{
		"$ detect a 'b c' \"\"", "old output",
		"$ echo $?",
		"$ detect one > out.txt",
		"$ cat out.txt | go run ./cmd/detect \\",
		"    last",
	}, "\n"))
	want := strings.Join([]string{
		`$ detect a 'b c' ""`, `["a" "b c" ""] "" true`, "said",
		"$ echo $?", "3",
		"$ detect one > out.txt", "said",
		`$ cat out.txt | go run ./cmd/detect \`, "    last", `["last"] "[\"one\"] \"\" false\n" true`, "said", "",
	}, "\n")
	if err != nil || got != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
	}
	if _, err := sh.Transcript("$ rm -rf ."); err == nil {
		t.Error("an unknown command passes")
	}
}

func TestRefit(t *testing.T) {
	for _, tt := range []struct{ shown, got, want string }{
		{"a\nb", "a\nc", "a\nc"},
		{"…\nHIGH x\n  id 1\n…\nend", "first\nHIGH x\n  new\n  id 2\nlast\nend", "…\nHIGH x\n  new\n  id 2\n…\nend"},
		{"a\n…\nend 1\n", "b\nc\nend 2", "b\nc\nend 2"},
		{"a\n  …", "a\nb\nc", "a\n  …"},
		{"a\n…\nd in … (…/s)", "a\nb\nd in 7 ms (9/s)", "a\n…\nd in … (…/s)"},
	} {
		if got := docs.Refit(tt.shown, tt.got); got != tt.want+"\n" {
			t.Errorf("%q of %q: %q", tt.got, tt.shown, got)
		}
	}
}
