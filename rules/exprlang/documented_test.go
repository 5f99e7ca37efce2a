package exprlang

import (
	"os"
	"regexp"
	"testing"
)

// TestFunctionsAreDocumented: each has a row with an example in
// docs/expr-rules.md, which the test of the pages executes.
func TestFunctionsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/expr-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `[^`]*`").FindAllString(string(page), -1) {
		for _, call := range regexp.MustCompile(`(\w+)\(`).FindAllStringSubmatch(row, -1) {
			shown[call[1]] = true
		}
	}
	for name := range functions {
		if !shown[name] {
			t.Errorf("%s has no example", name)
		}
	}
	for name := range available {
		if !shown[name] {
			t.Errorf("%s of expr has no example", name)
		}
	}
}
