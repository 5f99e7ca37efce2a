package yamltext_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

func read(t testing.TB, src string) *yamltext.Text {
	t.Helper()
	text, err := yamltext.Read([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestChunks(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"one", "a: 1\n", `1:"a: 1\n"`},
		{"no line break at the end", "a: 1", `1:"a: 1"`},
		{"two", "a: 1\n---\nb: 2\n", `1:"a: 1\n" 3:"b: 2\n"`},
		{"marker first", "---\na: 1\n---\nb: 2\n", `2:"a: 1\n" 4:"b: 2\n"`},
		{"empty ones", "---\n---\n\n# nothing\n---\na: 1\n---\n", `6:"a: 1\n"`},
		{"text on the marker's line", "--- {a: 1}\n--- # b\nb: 2\n", `1:"--- {a: 1}\n" 3:"b: 2\n"`},
		{"end marker", "a: 1\n...\n# end\n---\nb: 2\n", `1:"a: 1\n" 5:"b: 2\n"`},
		{"directive", "%YAML 1.1\n---\na: 1\n", `1:"%YAML 1.1\n---\na: 1\n"`},
		{"dashes inside", "a: |\n  ---\n  x\nb: '----'\n", `1:"a: |\n  ---\n  x\nb: '----'\n"`},
		{"CRLF", "\r\na: 1\r\n---\r\nb: 2\r\n", `2:"a: 1\n" 4:"b: 2\n"`},
		{"comment before", "# title\na: 1\n", `1:"# title\na: 1\n"`},
		{"empty", "", ``},
		{"comments only", "# a\n\n# b", ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			chunks, err := read(t, tt.src).Chunks()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range chunks {
				got = append(got, fmt.Sprintf("%d:%q", c.Line, c.Text))
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const want = "a: é🙂\n"
	units := utf16.Encode([]rune(want))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, u := range units {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	for name, src := range map[string][]byte{"UTF-8": []byte(want), "BOM": []byte("\ufeff" + want), "UTF-16LE": little, "UTF-16BE": big} {
		text, err := yamltext.Read(src)
		if err != nil || text.String() != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if _, err := yamltext.Read(little[:len(little)-1]); err == nil {
		t.Error("half a character was accepted")
	}
}

// TestDirective: a file may say which YAML it is.
func TestDirective(t *testing.T) {
	for _, version := range []string{"1.1", "1.2"} {
		chunks, err := read(t, "%YAML "+version+"\n---\na: 1\n").Chunks()
		if err != nil || len(chunks) != 1 {
			t.Fatal(chunks, err)
		}
		if root, err := chunks[0].Parse(); err != nil || root.Content[1].Line != 3 {
			t.Errorf("%s: %v, %v", version, root, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"x: 1\na: b: c\n", "2:5: mapping values"},
		{"a: b: c\n", "1:5: mapping values"},
		{"x: 1\n\tb: 2\n", "2:1: found a tab"},
		{"\ta: 2\n", "1:1: found character that cannot start any token"},
		{"x: 1\na: \"foo\nb: 2\n", "2:4: found unexpected end of stream"},
		{"x: 1\na: [1,2\nb: 3\n", "2:"},
		{"a:\n  - b\n - c\nd: 1\n", "3:2: did not find expected key"},
		{"x: 1\ny: 2\nz: 3\na: *foo\n", "4:5: unknown anchor"},
		{"x: 1\na: %foo\n", "2:4: found character that cannot start any token"},
		{"x: 1\n y: 2\nz: 1\n", "2:"},
		{"x: 1\ny: 2\na: ok \x01\n", "3:7: control characters are not allowed"},
		{"x: 1\ny: 2\nz: 3\na: ok \xff\n", "4:7: "},
		{"z: 1\na: \"\\q\"\n", "2:5: found unknown escape character"},
		{"a: x\n- b\n", "2:1: did not find expected key"},
		{"{a: 1}\nb: 2\n", "2:1: "},
		{"a: &b [*b]\n", "1:8: the alias *b stands for something that holds the alias itself"},
		{"? [a]\n: b\n", "1:3: a key must be a plain text"},
		{"a: &x [1]\n*x : 2\n", "1:4: a key must be a plain text"},
		{"a: &x [1]\nb: {<<: *x}\n", "1:8: the merge key"},
		{"a: " + strings.Repeat("[", 200) + strings.Repeat("]", 200), "1:103: the document is nested deeper than 100 levels"},
	}
	for _, tt := range tests {
		chunks, _ := read(t, "first: 1\n---\n"+tt.src).Chunks()
		if len(chunks) != 2 {
			t.Fatalf("%q: %d documents", tt.src, len(chunks))
		}
		root, err := chunks[1].Parse()
		var e *yamltext.Error
		if !errors.As(err, &e) {
			t.Errorf("%q: got %v, %v", tt.src, root, err)
			continue
		}
		e.Line -= 2
		if !strings.HasPrefix(e.Error(), tt.want) {
			t.Errorf("%q: got %q, want %q", tt.src, e, tt.want)
		}
	}
}

func TestAliasesAndMergeKeys(t *testing.T) {
	const src = `
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
one: {<<: *base, b: 9}
two: {<<: [*base, *more], d: *base}
quoted: {'<<': 1}
`
	const want = `{base: {a: 1, b: 2}, more: {b: 3, c: 4}, one: {b: 9, a: 1}, two: {d: {a: 1, b: 2}, a: 1, b: 2, c: 4}, quoted: {'<<': 1}}`
	chunks, _ := read(t, src).Chunks()
	root, err := chunks[0].Parse()
	if err != nil {
		t.Fatal(err)
	}
	root.Style = yaml.FlowStyle
	got, err := yaml.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.ReplaceAll(strings.TrimSpace(string(got)), "\n   ", ""); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestHostile(t *testing.T) {
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	merges := "a0: &a0 {x: 1}\n"
	for i := range 60 {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 9), i)
		merges += fmt.Sprintf("a%d: &a%d {<<: [*a%d, *a%d], k%d: *a%d}\n", i+1, i+1, i, i, i, i)
	}
	for name, src := range map[string]string{
		"alias bomb": bomb,
		"merges":     merges,
		"brackets":   "a: " + strings.Repeat("[", 1<<17),
		"braces":     "a: " + strings.Repeat("{x: ", 1<<20),
		"many lines": strings.Repeat("- a\n", 1<<17),
		"commas":     "a: [" + strings.Repeat("a,", 1<<17),
		"deep":       strings.Repeat("- ", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			chunks, _ := read(t, src).Chunks()
			if _, err := chunks[0].Parse(); err == nil {
				t.Error("accepted")
			}
			if d := time.Since(start); d > 30*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
	if _, err := yamltext.Read(make([]byte, yamltext.MaxSize+1)); err == nil {
		t.Error("a file beyond MaxSize was read")
	}
	if _, err := yamltext.Read([]byte(strings.Repeat("a,\n", yamltext.MaxEntries/2+1))); err == nil {
		t.Error("a file beyond MaxEntries was read")
	}
	long, _ := read(t, "a: "+strings.Repeat("x", yamltext.MaxLength)).Chunks()
	if _, err := long[0].Parse(); err == nil {
		t.Error("a document beyond MaxLength was read")
	}
	chunks, err := read(t, strings.Repeat("---\na: 1\n", yamltext.MaxDocuments+1)).Chunks()
	if err == nil || len(chunks) != yamltext.MaxDocuments {
		t.Errorf("%d documents, %v", len(chunks), err)
	}
}

// Every scalar says "alpha BETA gamma" in some style; BETA must be found.
func TestPlaces(t *testing.T) {
	tests := []struct {
		name, src string
		line, col int
	}{
		{"plain", "e: alpha BETA gamma", 1, 10},
		{"plain, non-ASCII before", "e: älphä BETA gamma", 1, 10},
		{"plain, two lines", "e: alpha\n  BETA gamma", 2, 3},
		{"plain, blank line", "e: alpha\n\n  BETA gamma", 3, 3},
		{"plain, two blank lines", "e: alpha\n\n\n  BETA gamma", 4, 3},
		{"single", "e: 'alpha ''x'' BETA gamma'", 1, 17},
		{"single, two lines", "e: 'alpha\n\n   ''BETA gamma'", 3, 6},
		{"double", `e: "alpha \t\x41\u0041\U00000041\"BETA gamma"`, 1, 35},
		{"double, escaped line break", "e: \"alpha \\\n    BETA gamma\"", 2, 5},
		{"double, folded", "e: \"alpha\n    BETA gamma\"", 2, 5},
		{"literal", "e: |\n  alpha\n  BETA gamma\n", 3, 3},
		{"literal, more indented", "e: |\n  alpha\n     BETA gamma\n", 3, 6},
		{"literal, blank lines", "e: |\n\n  alpha\n\n\n  BETA gamma\n", 6, 3},
		{"literal, explicit indent", "e: |2-\n    alpha\n   BETA gamma\n", 3, 4},
		{"literal, strip, comment", "e: |- # why\n  alpha\n  é BETA gamma\n", 3, 5},
		{"folded", "e: >\n  alpha\n  BETA gamma\n", 3, 3},
		{"folded, more indented", "e: >\n  alpha\n    x\n  BETA gamma\n", 4, 3},
		{"folded, blank lines", "e: >\n  alpha\n\n\n  BETA gamma\n", 5, 3},
		{"anchor and tag", "e: &a !!str 'alpha BETA gamma'", 1, 20},
		{"anchor before literal", "e: &a |\n  alpha\n  BETA gamma\n", 3, 3},
		{"second document", "x: 1\n---\ne: |\n  alpha\n  BETA gamma\n", 5, 3},
		{"CRLF", "e: |\r\n  alpha\r\n  BETA gamma\r\n", 3, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := read(t, tt.src)
			chunks, _ := text.Chunks()
			root, err := chunks[len(chunks)-1].Parse()
			if err != nil {
				t.Fatal(err)
			}
			n := root.Content[1]
			places := text.Places(n)
			if len(places) != len(n.Value)+1 {
				t.Fatalf("%d places of %d bytes", len(places), len(n.Value))
			}
			got := places[strings.Index(n.Value, "BETA")]
			if got != (yamltext.Place{Line: tt.line, Col: tt.col}) {
				t.Errorf("got %v, want %d:%d in %q", got, tt.line, tt.col, n.Value)
			}
		})
	}
}

// A plain letter of a value stands in the file where it is placed.
func FuzzPlaces(f *testing.F) {
	for _, s := range []string{"e: |\n  a\n  b\n", "e: >\n  a\n  b\n\n   c\n", "e: 'a''b\n c'", "e: \"a\\\n b\\t\"", "e: &x a b\n  c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		text, err := yamltext.Read([]byte(src))
		if err != nil {
			return
		}
		chunks, _ := text.Chunks()
		for _, c := range chunks {
			if root, err := c.Parse(); err == nil && root != nil && !strings.ContainsAny(src, "\\\u0085\u2028\u2029\t?") {
				checkPlaces(t, text, root)
			}
		}
	})
}

func checkPlaces(t *testing.T, text *yamltext.Text, n *yaml.Node) {
	for _, kid := range n.Content {
		checkPlaces(t, text, kid)
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return
	}
	places := text.Places(n)
	if len(places) != len(n.Value)+1 {
		t.Fatalf("%d places for the %d bytes of %q", len(places), len(n.Value), n.Value)
	}
	for i, p := range places {
		if i == len(n.Value) || n.Value[i] < 'a' || n.Value[i] > 'z' {
			continue
		}
		if line := []rune(text.Line(p.Line)); p.Col > len(line) || line[p.Col-1] != rune(n.Value[i]) {
			t.Fatalf("byte %d of %q is not at %v of %q", i, n.Value, p, text)
		}
	}
}

func TestCorpusParses(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "corpora", "sigma")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus: %v", err)
	}
	var docs int
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := read(t, string(src))
		chunks, err := text.Chunks()
		for _, c := range chunks {
			docs++
			root, err := c.Parse()
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			checkPlaces(t, text, root)
		}
		return err
	})
	if err != nil || docs < 4039 {
		t.Errorf("%d documents, %v", docs, err)
	}
}
