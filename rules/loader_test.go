package rules_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/ir"
)

// language is a rule language whose whole logic is one key of the document:
// "fail" is refused, "panic" panics, anything else is a field that must exist.
type language struct{ kind, key, other string }

func (l language) Claims(_ string, src []byte) bool { return bytes.Contains(src, []byte(l.key+":")) }

func (l language) Parse(file string, src []byte) ([]*rules.Rule, []*rules.Problem) {
	return document.Each(file, src, func(d *document.Document) (*rules.Rule, []*rules.Problem) {
		k, v := d.Get(l.key)
		if k == nil {
			return nil, nil
		}
		switch v.Value {
		case "fail":
			return nil, []*rules.Problem{d.Problem(v, "test", rules.ErrInvalid, "%s fails", l.key)}
		case "panic":
			panic("oh")
		}
		r := &rules.Rule{Kind: l.kind, Condition: &ir.Field{Name: v.Value, Op: ir.Exists}}
		if d.Has(l.other) {
			r.Kind = rules.KindSigmaExpr
		}
		problems := d.Meta(r)
		return r, problems
	})
}

var loader = rules.Loader{Formats: []rules.Format{
	language{rules.KindSigma, "detection", "expr"},
	language{rules.KindExpr, "expr", "detection"},
}}

func describe(set *rules.Set) string {
	var b strings.Builder
	for r := range set.All() {
		fmt.Fprintf(&b, "%s#%d %s %s %s\n", r.File, r.Doc, r.ID, r.Kind, strings.ReplaceAll(strings.TrimSpace(ir.Format(r.Condition)), "\n ", ""))
	}
	for _, p := range set.Problems() {
		fmt.Fprintf(&b, "%v: %v\n", p.Level, p)
	}
	return b.String()
}

func file(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{
		"b.yml":          file("id: b1\ndetection: A\n---\nid: b2\nexpr: B\n---\nid: b3\ndetection: C\nexpr: D\n"),
		"a/one.yaml":     file("id: a1\ndetection: A\n"),
		"a/one_test.yml": file("id: not-read\ndetection: A\n"),
		"a/.git/x.yml":   file("id: not-read\ndetection: A\n"),
		"detect.yml":     file("lists: {}\n"),
		"note.txt":       file("detection: A\n"),
		"broken.yml": file("id: x1\ndetection: fail\n---\nid: x2\ndetection: A\nexpr: fail\n---\nid: x3\nexpr: panic\n---\n" +
			"id: x4\ntitle: lacks its logic\n---\nservices: {web: {}}\n---\n- list\n---\na: b: c\n---\nid: x5\nexpr: Good\n"),
		"utf16.yml": file("\xff\xfei\x00d\x00:\x00 \x00u\x00\n\x00e\x00x\x00p\x00r\x00:\x00 \x00U\x00\n\x00"),
		"odd.yml":   file("\xff\xfei"),
	}
	set, err := loader.Load(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	const want = `a/one.yaml#0 a1 sigma A exists
b.yml#0 b1 sigma A exists
b.yml#1 b2 expr B exists
b.yml#2 b3 sigma+expr and C exists D exists
broken.yml#7 x5 expr Good exists
utf16.yml#0 u expr U exists
error: broken.yml:2:12: detection fails [test] (rule x1)
error: broken.yml:6:7: expr fails [test] (rule x2)
error: broken.yml:8:1: this program's own fault while reading the rule: oh [internal] (rule x3)
error: broken.yml:11:1: not a rule that can be run, a rule has detection, or expr [not-a-rule] (rule x4)
warning: broken.yml:14:1: not a rule [not-a-rule]
warning: broken.yml:16:1: not a rule [not-a-rule]
error: broken.yml:18:5: mapping values are not allowed in this context [yaml-syntax]
error: odd.yml: the file is cut in the middle of a UTF-16 character [yaml-syntax]
`
	if got := describe(set); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if set.Len() != 6 || set.ByID("B3") == nil || set.ByID("x1") != nil || set.ByID("") != nil {
		t.Error("Len or ByID")
	}
	if err := set.Err(); !errors.Is(err, rules.ErrSyntax) || strings.Count(err.Error(), "\n") != 5 {
		t.Errorf("Err: %v", err)
	}
}

// With one language missing, a rule of both must not run as the other half.
func TestHalfARuleIsRefused(t *testing.T) {
	fsys := fstest.MapFS{"a.yml": file("id: a\ndetection: A\nexpr: B\n")}
	set, err := (&rules.Loader{Formats: loader.Formats[:1]}).Load(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	const want = "error: a.yml:1:1: the rule has both detection and expr, and one of them was not loaded [rule-half] (rule a)\n"
	if got := describe(set); got != want {
		t.Errorf("got %s", got)
	}
}

// A rule that is refused for what a global document says is reported once.
func TestFaultInAGlobalDocument(t *testing.T) {
	fsys := fstest.MapFS{"a.yml": file("action: global\ntitle: t\ndetection: fail\n---\nid: a\nlevel: high\n")}
	set, err := loader.Load(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(set); got != "error: a.yml:3:12: detection fails [test] (rule a)\n" {
		t.Errorf("got %s", got)
	}
}

type panics struct{ language }

func (panics) Parse(string, []byte) ([]*rules.Rule, []*rules.Problem) { panic("oh") }

func TestAFormatThatPanics(t *testing.T) {
	fsys := fstest.MapFS{"a.yml": file("id: a\ndetection: A\n---\nid: b\nexpr: B\n")}
	l := rules.Loader{Formats: []rules.Format{loader.Formats[0], panics{language{key: "expr"}}}}
	set, err := l.Load(context.Background(), fsys)
	if err != nil || set.Len() != 1 || len(set.Problems()) != 1 {
		t.Errorf("%v\n%s", err, describe(set))
	}
}

func TestLoadPaths(t *testing.T) {
	dir := t.TempDir()
	write := func(name, src string) string {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	one := write("rules/one.yml", "id: one\nexpr: A\n")
	odd := write("rules/odd.rule", "id: odd\nexpr: A\n")
	if err := os.Symlink(dir, filepath.Join(dir, "rules", "up")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(odd, filepath.Join(dir, "rules", "linked.yml")); err != nil {
		t.Fatal(err)
	}
	folder, missing := filepath.Join(dir, "rules"), filepath.Join(dir, "missing")
	set, err := loader.LoadPaths(context.Background(), odd, missing, folder, one)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`DIR/rules/odd.rule#0 odd expr A exists
DIR/rules/linked.yml#0 odd expr A exists
DIR/rules/one.yml#0 one expr A exists
error: DIR/missing: no such file or directory [file-unreadable]
warning: DIR/rules/up: this is a link to a folder, which is not followed [link-skipped]
`, "DIR", dir)
	if got := describe(set); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !errors.Is(set.Problems()[0], fs.ErrNotExist) {
		t.Error("the problem does not lead to its cause")
	}
	if _, err := loader.LoadPaths(context.Background(), missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing could be read: %v", err)
	}
	if _, err := loader.Load(context.Background(), os.DirFS(missing)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing could be read: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := loader.LoadPaths(ctx, folder); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSetIdentity(t *testing.T) {
	load := func(fsys fstest.MapFS) string {
		set, err := loader.Load(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		return set.SHA256()
	}
	a, b := "id: a\nexpr: A\n", "id: b\nexpr: B\n"
	one := load(fstest.MapFS{"x.yml": file(a), "y.yml": file(b)})
	two := load(fstest.MapFS{"z.yml": file(b + "---\n" + a)})
	if three := load(fstest.MapFS{"x.yml": file(a)}); one != two || one == three {
		t.Error(one, two, three)
	}
}

func TestSnippet(t *testing.T) {
	src := []byte("title: x\r\ndetection:\r\n\tOperation|contain: '%%2464'\x1b[31m\r\n" + strings.Repeat("é", 300) + " word\n")
	tests := []struct {
		line, col int
		want      string
	}{
		{3, 12, "   3 |  Operation|contain: '%%2464'�[31m\n     |            ^~~~~~~\n"},
		{1, 0, "   1 | title: x\n     | ^~~~~\n"},
		{4, 302, "   4 | " + strings.Repeat("é", 79) + " word\n     | " + strings.Repeat(" ", 80) + "^~~~\n"},
		{4, 999, "   4 | " + strings.Repeat("é", 75) + " word\n     | " + strings.Repeat(" ", 80) + "^\n"},
		{9, 1, ""},
		{0, 0, ""},
	}
	for _, tt := range tests {
		if got := rules.Snippet(&rules.Problem{Line: tt.line, Col: tt.col}, src); got != tt.want {
			t.Errorf("%d:%d: got\n%s\nwant\n%s", tt.line, tt.col, got, tt.want)
		}
	}
}
