package sigma_test

import (
	"testing"

	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/sigma"
)

// BenchmarkLoad reads the 3,141 rules of SigmaHQ's main folder. Step yaml is
// what the YAML parser alone takes of it.
func BenchmarkLoad(b *testing.B) {
	files := corpus(b, "rules")
	b.Run("step=yaml", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, f := range files {
				document.Split(f.name, f.src)
			}
		}
	})
	b.Run("step=all", func(b *testing.B) {
		b.ReportAllocs()
		format := sigma.Format()
		for b.Loop() {
			for _, f := range files {
				format.Parse(f.name, f.src)
			}
		}
	})
}
