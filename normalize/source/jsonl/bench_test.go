package jsonl_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// corpus is where the real logs lie, seen from this folder.
const corpus = "../../../../shared/corpora/"

func BenchmarkRecords(b *testing.B) {
	for _, name := range []string{"nxlog-1", "flat-1", "winlogbeat6-1"} {
		b.Run("corpus="+name, func(b *testing.B) {
			data := unpack(b, corpus+"json/"+name+".jsonl.gz", 32<<20)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var n int
			for b.Loop() {
				n = 0
				for _, err := range jsonl.Records(context.Background(), bytes.NewReader(data), name) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// unpack returns whole lines from the start of a packed file, about max bytes of them.
func unpack(tb testing.TB, file string, max int64) []byte {
	f, err := os.Open(file)
	if err != nil {
		tb.Skipf("corpora are not there: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	data, err := io.ReadAll(io.LimitReader(z, max))
	if err != nil {
		tb.Fatal(err)
	}
	return data[:bytes.LastIndexByte(data, '\n')+1]
}
