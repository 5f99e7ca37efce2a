package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A page names files of the code as `index.go`, or by some of their folders, and what is
// in them behind a colon: `plan/index.go`: `newIndex`.
var fileSpan = regexp.MustCompile("`((?:[\\w.-]+/)*[\\w-]+\\.go)`(?:: `(\\w+)`)?")

// TestDocsNameFilesThatAreThere: code moves, and pages have to follow.
func TestDocsNameFilesThatAreThere(t *testing.T) {
	root, pages := documentation(t)
	files := goFiles(t, root)
	named := 0
	for _, p := range pages {
		text, err := os.ReadFile(p.Path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fileSpan.FindAllStringSubmatch(string(text), -1) {
			named++
			found, declares := false, m[2] == ""
			for path, code := range files {
				if strings.HasSuffix("/"+path, "/"+m[1]) {
					found = true
					declares = declares || regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|type )`+m[2]+`\b`).MatchString(code)
				}
			}
			if !found {
				t.Errorf("%s names %s, which is no file", p.Path, m[1])
			} else if !declares {
				t.Errorf("%s says that %s has %s, which it has not", p.Path, m[1], m[2])
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d files are named", named)
	}
}

// goFiles returns the Go files below root with what stands in them.
func goFiles(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = string(code)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
