package taxonomy

import "testing"

// BenchmarkLoad reads the tables, which every run does once.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load()
	}
}
