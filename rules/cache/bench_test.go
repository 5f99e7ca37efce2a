package cache_test

import (
	"os"
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/cache"
)

// BenchmarkLoad loads SigmaHQ's rules without a cache and with one.
func BenchmarkLoad(b *testing.B) {
	const corpus = "../../../shared/corpora/sigma/rules"
	if _, err := os.Stat(corpus); err != nil {
		b.Skip("no corpora beside the checkout")
	}
	b.Run("cache=none", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			load(b, os.DirFS(corpus), nil)
		}
	})
	b.Run("cache=used", func(b *testing.B) {
		folder := b.TempDir()
		made := cache.Open(folder, time.Time{}, "test")
		load(b, os.DirFS(corpus), made)
		if err := made.Save(); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			load(b, os.DirFS(corpus), cache.Open(folder, time.Time{}, "test"))
		}
	})
}
