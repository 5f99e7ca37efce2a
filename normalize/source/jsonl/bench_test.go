package jsonl_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// corpus is where the real logs lie, seen from this folder.
const corpus = "../../../../shared/corpora/"

func BenchmarkRecords(b *testing.B) {
	benchmark(b, func(b *testing.B, data []byte) (n int) {
		for _, err := range jsonl.Records(context.Background(), bytes.NewReader(data), "x") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		return n
	})
}

// BenchmarkBlocks cuts only: what the one goroutine does that all others wait for.
func BenchmarkBlocks(b *testing.B) {
	benchmark(b, func(b *testing.B, data []byte) (n int) {
		for block, err := range jsonl.Blocks(context.Background(), bytes.NewReader(data), "x") {
			if err != nil {
				b.Fatal(err)
			}
			n++
			block.Release()
		}
		return n
	})
}

// BenchmarkDecoder decodes blocks that are in memory already.
func BenchmarkDecoder(b *testing.B) {
	d := jsonl.NewDecoder()
	var blocks []*jsonl.Block
	var of *byte
	benchmark(b, func(b *testing.B, data []byte) (n int) {
		if of != &data[0] {
			blocks = collect(b, data)
			of = &data[0]
			b.ResetTimer()
		}
		for _, block := range blocks {
			for _, err := range d.Records(block) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
		}
		return n
	})
}

func collect(b *testing.B, data []byte) (blocks []*jsonl.Block) {
	for block, err := range jsonl.Blocks(context.Background(), bytes.NewReader(data), "x") {
		if err != nil {
			b.Fatal(err)
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// benchmark measures read, which returns how many events it has read of data.
func benchmark(b *testing.B, read func(b *testing.B, data []byte) int) {
	for _, name := range []string{"nxlog-1", "flat-1", "winlogbeat6-1"} {
		b.Run("corpus="+name, func(b *testing.B) {
			data := unpack(b, corpus+"json/"+name+".jsonl.gz", 32<<20)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var n int
			start := userTime(b)
			for b.Loop() {
				n = read(b, data)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(userTime(b)-start)/float64(n)/float64(b.N), "user-ns/event")
		})
	}
}

func userTime(b *testing.B) time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano())
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
