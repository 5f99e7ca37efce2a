package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestEveryCheckIsDocumented: docs/checks.md has a section for each code that a
// problem can have, with an example that TestDocs executes, and no others.
func TestEveryCheckIsDocumented(t *testing.T) {
	page, err := docs.Read("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]bool{"internal": true} // which nobody can provoke
	for _, b := range page.Blocks {
		if b.Arg("check") == b.Section || b.Lang == "console" && strings.Contains(b.Text, "["+b.Section+"]") {
			examples[b.Section] = true
		}
	}
	codes := problemCodes(t)
	if len(codes) < 50 {
		t.Errorf("only %d codes in the source", len(codes))
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if !examples[code] {
			t.Errorf("%s (%s): docs/checks.md has no section %[1]s with an example", code, codes[code])
		}
	}
	for code := range examples {
		if codes[code] == "" {
			t.Errorf("docs/checks.md has a section %s, but no problem has that code", code)
		}
	}
	for _, c := range sigma.Checks() {
		level := c.Level.String()
		if got, want := page.Intro(c.Code), strings.ToUpper(level[:1])+level[1:]+": "+c.Summary+"."; got != want {
			t.Errorf("%s is described as %q, not %q", c.Code, got, want)
		}
	}
}

// problemCodes returns the codes of problems that stand in the source, each
// with a place where it does.
func problemCodes(t *testing.T) map[string]string {
	t.Helper()
	codes := map[string]string{}
	err := filepath.WalkDir("../../rules", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, code := range codesOf(n) {
				codes[code] = path
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

var codeShape = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)

// codesOf returns the codes that n gives to problems: as the value of a field
// Code, as a constant called code…, or as an argument with the shape of a code
// to a function that makes problems.
func codesOf(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			return literals(n.Value)
		}
	case *ast.ValueSpec:
		if strings.HasPrefix(n.Names[0].Name, "code") {
			return literals(n.Values...)
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if slices.Contains([]string{"Problem", "problem", "warning", "warn", "refuse", "report"}, name) {
			return slices.DeleteFunc(literals(n.Args...), func(s string) bool { return !codeShape.MatchString(s) })
		}
	}
	return nil
}

func literals(nodes ...ast.Expr) []string {
	var texts []string
	for _, n := range nodes {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, _ := strconv.Unquote(lit.Value)
			texts = append(texts, text)
		}
	}
	return texts
}
