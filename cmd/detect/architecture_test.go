package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/rulehound/rulehound/"

// rooms is the package map: what each room may import of ours. Imports point
// up this table and never back down. A package that is not listed belongs to
// the longest room above it (rules/internal/document to rules), and packages of
// one room may import each other. Test files are free to import more.
var rooms = []room{
	{"normalize/event", ""},
	{"normalize/windows", "normalize/event"},
	{"normalize/taxonomy", "normalize/event"},
	{"normalize/source/internal/scan", "normalize/event"},
	{"normalize/source/evtx/internal/wintype", "normalize/event normalize/source/internal/scan"},
	{"normalize/source/evtx/internal/binxml", "normalize/source/internal/scan normalize/source/evtx/internal/wintype"},
	{"normalize/source", "normalize/event normalize/source/internal/scan normalize/source/evtx/internal/wintype normalize/source/evtx/internal/binxml"},
	{"normalize/internal/clock", "normalize/event"},
	{"normalize/internal/memo", "normalize/event"},
	{"normalize/internal/scratch", ""},
	{"normalize/internal/dialect", "normalize/event normalize/windows normalize/source normalize/internal/clock normalize/internal/memo"},
	{"normalize/internal/class", "normalize/event normalize/windows normalize/taxonomy normalize/internal/clock normalize/internal/memo"},
	{"normalize/internal/derived", "normalize/event normalize/windows normalize/internal/memo normalize/internal/scratch"},
	{"normalize", "normalize/event normalize/windows normalize/taxonomy normalize/source normalize/internal/memo normalize/internal/class normalize/internal/derived normalize/internal/dialect"},
	{"rules/ir", "normalize/event"},
	{"rules", "rules/ir normalize/event normalize/taxonomy"},
	{"rules/sigma/internal/notation", "rules/ir"},
	{"rules/sigma", "rules rules/ir normalize/event normalize/taxonomy rules/sigma/internal/notation"},
	{"rules/exprlang", "rules rules/ir normalize/event normalize/taxonomy normalize/windows"},
	{"rules/cache", "rules rules/ir normalize/taxonomy"},
	{"rules/lint", "rules rules/ir normalize/taxonomy"},
	{"rules/library", ""},
	{"engine/alert", "normalize/event"},
	{"engine/internal/metadata", "engine/alert rules"},
	{"engine", "normalize/event normalize/taxonomy rules rules/ir engine/alert engine/internal/metadata"},
	{"engine/correlate/internal/memory", "engine/alert normalize/event"},
	{"engine/correlate", "engine/alert rules normalize/event engine/internal/metadata engine/correlate/internal/memory"},
	{"engine/sink", "engine/alert normalize/event"},
	{"engine/replay/internal/hits", "engine/alert"},
	{"engine/replay", all},
	{"engine/stream", all},
	{"rules/ruletest", all},
	{"cmd/detect/internal/report", all},
	{"cmd/detect", all},
	{"engine/internal/oracle", "normalize/event"},
}

// all is every room that stands above in the table.
const all = "*"

type room struct{ name, imports string }

// fences names the rooms that may import a module or package of others.
// Whatever is not listed may be imported nowhere.
var fences = map[string]string{
	"github.com/bradleyjkemp/sigma-go": "rules/sigma",
	"github.com/expr-lang/expr":        "rules/exprlang",
	"github.com/rs/zerolog":            "cmd/detect engine/stream",
	"github.com/spf13":                 "cmd/detect",
	"golang.org/x/term":                "cmd/detect",
	"golang.org/x/text":                "normalize normalize/windows normalize/source",
	"github.com/klauspost/compress":    "normalize/source",
	"www.velocidex.com/golang/evtx":    "",
	"github.com/Velocidex/ordereddict": "",
	"gopkg.in/yaml.v3":                 "rules rules/sigma rules/exprlang rules/ruletest engine/internal/oracle",
	"github.com/rogpeppe/go-internal":  "",
	"log":                              "",
	"log/slog":                         "",
	"flag":                             "",
	"testing":                          "rules/ruletest",
	"os/exec":                          "",
	"unsafe":                           "normalize/source/internal/scan normalize/internal/scratch engine/internal/fold",
}

// worldly are the names that only the edges may use.
var worldly = []string{"os.Exit", "os.Args", "os.Getenv", "os.LookupEnv", "os.Stdout", "os.Stderr", "os.Stdin", "time.Now", "time.Since", "time.Sleep"}

var edges = []string{"cmd/detect", "engine/stream"}

// topLevel is everything that may stand in the repository's root, beside dot files.
var topLevel = []string{"engine", "rules", "normalize", "cmd", "testdata", "docs",
	"README.md", "go.mod", "go.sum", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}

// nameless are package names that say nothing.
var nameless = []string{"util", "utils", "common", "helpers", "shared", "pkg", "misc", "types"}

// TestArchitecture holds the package map of docs/architecture.md.
func TestArchitecture(t *testing.T) {
	for _, v := range violations(t, os.DirFS("../..")) {
		t.Error(v)
	}
}

// TestArchitectureNoticesViolations feeds one tree for each rule of the map.
func TestArchitectureNoticesViolations(t *testing.T) {
	for _, tt := range []struct{ file, source, want string }{
		{"normalize/event/a.go", `package event; import _ "github.com/rulehound/rulehound/normalize/windows"`, "normalize/event may not import normalize/windows"},
		{"normalize/source/evtx/internal/binxml/a.go", `package binxml; import _ "github.com/rulehound/rulehound/normalize/event"`, "binxml may not import normalize/event"},
		{"engine/internal/plan/a.go", `package plan; import _ "github.com/rulehound/rulehound/normalize/windows"`, "engine/internal/plan may not import normalize/windows"},
		{"engine/internal/match/a.go", `package match; import _ "github.com/rulehound/rulehound/engine/internal/oracle"`, "may not import engine/internal/oracle"},
		{"normalize/a.go", `package normalize; import _ "github.com/rulehound/rulehound/rules"`, "normalize may not import rules"},
		{"engine/replay/a.go", `package replay; import _ "github.com/rulehound/rulehound/engine/stream"`, "may not import engine/stream"},
		{"rules/a.go", `package rules; import _ "github.com/bradleyjkemp/sigma-go"`, "rules may not import github.com/bradleyjkemp/sigma-go"},
		{"normalize/source/jsonl/a.go", `package jsonl; import _ "www.velocidex.com/golang/evtx"`, "may not import www.velocidex.com/golang/evtx"},
		{"engine/a.go", `package engine; import _ "github.com/rs/zerolog"`, "engine may not import github.com/rs/zerolog"},
		{"engine/a.go", `package engine; import _ "example.com/unheard/of"`, "engine may not import example.com/unheard/of"},
		{"engine/a.go", `package engine; import "time"; var t = time.Now()`, "engine uses time.Now"},
		{"engine/a.go", `package engine; import . "strings"`, "dot import"},
		{"engine/a.go", `package engine; func init() {}`, "init"},
		{"rules/helpers/a.go", `package helpers`, "helpers says nothing"},
		{"engine/somewhere/a.go", `package somewhere; import _ "github.com/rulehound/rulehound/normalize/windows"`, "may not import normalize/windows"},
		{"internal/a.go", `package internal`, "internal may not stand at the top level"},
		{"cmd/other/main.go", `package main`, "cmd/other is in no room"},
	} {
		tree := fstest.MapFS{tt.file: {Data: []byte(tt.source)}}
		if got := violations(t, tree); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, tt.want) }) {
			t.Errorf("%s: %s: want %q among %q", tt.file, tt.source, tt.want, got)
		}
	}
	lawful := fstest.MapFS{
		"engine/a.go":               {Data: []byte(`package engine; import _ "github.com/rulehound/rulehound/rules/ir"`)},
		"engine/a_test.go":          {Data: []byte(`package engine_test; import _ "github.com/rulehound/rulehound/normalize/windows"`)},
		"rules/sigma/a.go":          {Data: []byte(`package sigma; import _ "github.com/rulehound/rulehound/rules/internal/document"`)},
		"rules/sigma/testdata/a.go": {Data: []byte(`package not_ours; import . "strings"`)},
	}
	if got := violations(t, lawful); len(got) > 0 {
		t.Errorf("a lawful tree: %q", got)
	}
}

// violations walks the tree and returns what breaks the map.
func violations(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return enter(tree, name)
		}
		if top, _, _ := strings.Cut(name, "/"); !slices.Contains(topLevel, top) && !strings.HasPrefix(top, ".") {
			found = append(found, top+" may not stand at the top level")
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, v := range breaches(path.Dir(name), file) {
			found = append(found, name+": "+v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// enter skips what is no package of this module.
func enter(tree fs.FS, dir string) error {
	base := path.Base(dir)
	_, err := fs.Stat(tree, path.Join(dir, "go.mod"))
	nested := dir != "." && err == nil
	if nested || base == "testdata" || dir != "." && strings.HasPrefix(base, ".") {
		return fs.SkipDir
	}
	return nil
}

// breaches returns what a file of package pkg does that it may not.
func breaches(pkg string, file *ast.File) []string {
	var found []string
	home := roomOf(pkg)
	if home == "" {
		found = append(found, pkg+" is in no room of the package map")
	}
	if slices.Contains(nameless, path.Base(pkg)) {
		found = append(found, path.Base(pkg)+" says nothing as a name")
	}
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil && spec.Name.Name == "." {
			found = append(found, "dot import of "+imported)
		}
		if !mayImport(pkg, imported) {
			found = append(found, fmt.Sprintf("%s may not import %s", pkg, strings.TrimPrefix(imported, module)))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				found = append(found, pkg+" does work in init")
			}
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if ok && slices.Contains(worldly, x.Name+"."+n.Sel.Name) && !slices.Contains(edges, home) {
				found = append(found, fmt.Sprintf("%s uses %s.%s", pkg, x.Name, n.Sel.Name))
			}
		}
		return true
	})
	return found
}

// roomOf returns the room that a package belongs to, "" for none.
func roomOf(pkg string) string {
	for p := pkg; p != "."; p = path.Dir(p) {
		if slices.ContainsFunc(rooms, func(r room) bool { return r.name == p }) {
			return p
		}
	}
	return ""
}

func mayImport(pkg, imported string) bool {
	home := roomOf(pkg)
	if other, ours := strings.CutPrefix(imported, module); ours {
		return mayImportOurs(home, roomOf(other))
	}
	for p := imported; p != "."; p = path.Dir(p) {
		if allowed, fenced := fences[p]; fenced {
			return slices.ContainsFunc(strings.Fields(allowed), func(inside string) bool {
				return inside == home || inside == pkg
			})
		}
	}
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") // the standard library
}

func mayImportOurs(home, other string) bool {
	for i, r := range rooms {
		if r.name != home {
			continue
		}
		if r.imports == all {
			return home == other || slices.ContainsFunc(rooms[:i], func(r room) bool { return r.name == other })
		}
		return home == other || slices.Contains(strings.Fields(r.imports), other)
	}
	return false
}
