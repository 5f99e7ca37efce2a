package oracle_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/internal/oracle"
)

// TestModifierPairs: of any two modifiers in any order, the loader honours those
// that the oracle does and refuses the others.
func TestModifierPairs(t *testing.T) {
	names := []string{"contains", "startswith", "endswith", "all", "re", "i", "m", "s", "cidr", "lt", "lte", "gt", "gte", "neq",
		"exists", "cased", "fieldref", "expand", "windash", "wide", "utf16", "utf16le", "utf16be", "base64", "base64offset",
		"minute", "hour", "day", "week", "month", "year", "Contains", "near", ""}
	values := []string{"5", "x", "'5'", "10.0.0.0/8", "true", "[5, 6]", "null"}
	for _, value := range values[:max(2, len(values)/thin())] {
		files, second := fstest.MapFS{}, map[string]error{}
		for _, field := range []string{"A", ""} {
			for i, a := range names {
				for j, b := range names {
					name := fmt.Sprintf("%s%02d-%02d.yml", field, i, j)
					src := rule(fmt.Sprintf("s:\n  '%s|%s|%s': %s\ncondition: s", field, a, b, value))
					files[name] = &fstest.MapFile{Data: src}
					second[name] = oracle.Read(src, oracle.Options{})[0].Refused
				}
			}
		}
		set := load(t, files)
		loaded := map[string]bool{}
		for r := range set.All() {
			loaded[r.File] = true
		}
		reasons := map[string]error{}
		for _, p := range set.Problems() {
			reasons[p.File] = p
		}
		for name, refused := range second {
			if loaded[name] != (refused == nil) {
				t.Errorf("loaded %t: %v; the oracle says %v\n%s", loaded[name], reasons[name], refused, files[name].Data[40:])
			}
		}
	}
}
