package yamltext

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// same fails if quick reads the text as another document than yaml.v3 does. It returns
// whether quick reads it at all.
func same(t *testing.T, text string) bool {
	t.Helper()
	got := parseQuickly(text)
	if got == nil {
		return false
	}
	want, err := parseFully(text)
	if err != nil {
		t.Fatalf("yaml.v3: %v, in %q", err, text)
	}
	sameNode(t, text, got, want)
	return true
}

func sameNode(t *testing.T, text string, got, want *yaml.Node) {
	t.Helper()
	plain := *want
	plain.HeadComment, plain.LineComment, plain.FootComment = "", "", ""
	g, w := *got, plain
	g.Content, w.Content = nil, nil
	if !equal(g, w) || len(got.Content) != len(want.Content) {
		t.Fatalf("%q:\ngot  %+v\nwant %+v", text, *got, plain)
	}
	for i := range got.Content {
		sameNode(t, text, got.Content[i], want.Content[i])
	}
}

func equal(a, b yaml.Node) bool {
	return a.Kind == b.Kind && a.Style == b.Style && a.Tag == b.Tag && a.Value == b.Value && a.Anchor == b.Anchor &&
		a.Alias == b.Alias && a.Line == b.Line && a.Column == b.Column
}

func TestQuick(t *testing.T) {
	tests := []struct {
		text string
		want bool // quick reads it
	}{
		{"a: b\n", true},
		{"a: b # c\n#d\n\ne: f#g\n", true},
		{"# c\n  a: b\n  c: d\n", true},
		{"a: 'b ''c'' # d' # e\n", true},
		{"a: \"b: 'c' # d\"\n", true},
		{"a: ''\nb: \"\"\n", true},
		{"'a|b': c\n\"d: e\": f\n'': g\n", true},
		{"a : b\na:b: c\n", true},
		{"1: 2\n0x10: 1.5\n2024-01-01: 2024-01-01\nnull: ~\ntrue: yes\n1_000: .inf\n=: 010\n", true},
		{"a:\n  b: c\n  d:\n    e: f\ng: h\n", true},
		{"a:\n- b\n- c\nd: e\n", true},
		{"a:\n    - b\n    -  c\n    - -d\n    - --- e\n    -\n        f\n", true},
		{"a: -1\nb: --c\nc: -a -b\n", true},
		{"a:\n  - b: c\n    d: e\n  -   f: g\n      h: i\n  - - j\n    - k\n", true},
		{"a:\n - b:\n   - c\n   d:\n    e: f\n", true},
		{"a: b\n  c\n\n\n  d\n e # f\ng: h\n", true},
		{"a:\n  b\n  c\nd:\n  'e'\n", true},
		{"a:\n  - b\n    c\n  - d\n", true},
		{"a:\n- b\n c\n- d\n", true},
		{"a: 1\n  2\nb: 2024-01-01\n  12:00:00\n", true},
		{"a: b\n  - c\n  'd'\n  [e\n", true},
		{"a: |\n  b\n   c\n\n  # d\n\n\ne: f\n", true},
		{"a: |-\n  b: c\n  \n     \n  d\n \n # e\nf: g\n", true},
		{"a:\n  - |\n   b\n  - c\n", true},
		{"a:\n  |\n  b\n", true},
		{"a: " + strings.Repeat("x", 2000) + "\n", true},
		{"a: b\n--- c: d\n", false},
		{"a: b\n---\nc: d\n", false},
		{"a: b\n...\nc: d\n", false},
		{"%YAML 1.1\n---\na: b\n", false},
		{"", false},
		{"# a\n", false},
		{"a\n", false},
		{"- a\n", false},
		{"a: b", false},
		{"a: \u00e4\n", false},
		{"a: b\t\n", false},
		{"a:\n", false},
		{"a:\nb: c\n", false},
		{"a:\n  -\n  - b\n", false},
		{"a: [b]\n", false},
		{"a: {b: c}\n", false},
		{"a: &b c\nd: *b\n", false},
		{"a: !!str b\n", false},
		{"? a\n: b\n", false},
		{"<<: a\n", false},
		{"a: >\n  b\n", false},
		{"a: |2\n   b\n", false},
		{"a: |\n\n  b\n", false},
		{"a: |\nb: c\n", false},
		{"a: |\n    b\n  c\n", false},
		{"a: \"b\\n\"\n", false},
		{"a: 'b\n  c'\n", false},
		{"a: 'b' c\n", false},
		{"a: 'b'#c\n", false},
		{"'a' b: c\n", false},
		{"a: b: c\n", false},
		{"a: b\n  c: d\n", false},
		{"a: b\n # c\n  d\n", false},
		{"a:\n    b: c\n  d: e\n", false},
		{"a: b\n  \"c: d\n", false},
		{"a: b\n - c:\n", false},
		{"  a: b\nc: d\n", false},
		{"a: - b\n", false},
		{"a: @b\n", false},
		{"- a\nb: c\n", false},
		{"a: b\n- c\n", false},
		{strings.Repeat("x", 2000) + ": a\n", false},
		{"a:\n  " + strings.Repeat("- ", 200) + "b\n", false},
	}
	for _, tt := range tests {
		if got := same(t, tt.text); got != tt.want {
			t.Errorf("%q: read %t", tt.text, got)
		}
	}
}

// TestQuickAtRandom: what quick reads of lines that are made of pieces at random is
// what yaml.v3 reads.
func TestQuickAtRandom(t *testing.T) {
	pieces := strings.Split("a|b|1|-1|- |- |-|: |: |: |:|'|''|\"|\\| # |#| | |  |    |\n|\n|\n|\n|\n|\n  |\n    |\n  - |\n- |a:\n|b: |a: b\n|- c: d\n"+
		"'e'|'f': |\"g\"|h: |\n|h: |-\n|--- |...|%|<<|?|[|]|{|}|,|&x|*x|!|>|@|`|=|~|null|2024-01-01|0x1|:b|-b|#b|b#|b:|'b", "|")
	pieces = append(pieces, "|\n", "|-\n", "h: |\n  ", "|", "|-", "|+")
	r := rand.New(rand.NewPCG(1, 2))
	tries, read := 100_000, 0
	if testing.Short() {
		tries = 10_000
	}
	for range tries {
		text := "a: "[:3*r.IntN(2)]
		for range 1 + r.IntN(24) {
			text += pieces[r.IntN(len(pieces))]
		}
		if same(t, text+"\n") {
			read++
		}
	}
	if read < tries/100 {
		t.Errorf("only %d of %d were read", read, tries)
	}
}

func FuzzQuick(f *testing.F) {
	for _, s := range []string{
		"a: b # c\nd:\n  - 'e'\n  - |\n    f\n", "a:\n- b: \"c\"\n  d:\n  - e\n   f\n\n  g: h\n", "a: |-\n  b\n\n\n  c\n # d\n", "- a\n? b\n: {c: d, e: [f]}\n",
		"a: b\n  c\n  #d\n", "---\na: &b c\n...\n", "'a': -b\n\"c\" : - d\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { same(t, text) })
}

// TestQuickReadsCorpus: nearly all published rules are read quickly, and as they are.
func TestQuickReadsCorpus(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "corpora", "sigma")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus: %v", err)
	}
	var docs, read int
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text, err := Read(src)
		if err != nil {
			return err
		}
		chunks, err := text.Chunks()
		for _, c := range chunks {
			if docs++; same(t, c.Text) {
				read++
			}
		}
		return err
	})
	if err != nil || read < docs*9/10 {
		t.Errorf("%d of %d documents, %v", read, docs, err)
	}
}
