package jsonl_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// corpus is where the real logs lie, seen from this folder.
const corpus = "../../../../shared/corpora/"

func BenchmarkRecords(b *testing.B) {
	benchmark(b, func(b *testing.B, data []byte) {
		for _, err := range jsonl.Records(context.Background(), bytes.NewReader(data), "x") {
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBlocks cuts only: what the one goroutine does that all others wait for.
func BenchmarkBlocks(b *testing.B) {
	benchmark(b, func(b *testing.B, data []byte) {
		for block := range blocksOf(b, data) {
			block.Release()
		}
	})
}

// BenchmarkDecoder decodes blocks that are in memory already.
func BenchmarkDecoder(b *testing.B) { benchmarkDecoder(b, false) }

// BenchmarkSketches does so without reading values.
func BenchmarkSketches(b *testing.B) { benchmarkDecoder(b, true) }

func benchmarkDecoder(b *testing.B, sketches bool) {
	d := jsonl.NewDecoder(sketches)
	var blocks []*jsonl.Block
	var cut []byte // what blocks are of
	benchmark(b, func(b *testing.B, data []byte) {
		if len(cut) != len(data) || &cut[0] != &data[0] {
			blocks, cut = slices.Collect(blocksOf(b, data)), data
		}
		for _, block := range blocks {
			for _, err := range d.Records(block) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func blocksOf(b *testing.B, data []byte) iter.Seq[*jsonl.Block] {
	return func(yield func(*jsonl.Block) bool) {
		for block, err := range jsonl.Blocks(context.Background(), bytes.NewReader(data), "x") {
			if err != nil {
				b.Fatal(err)
			}
			if !yield(block) {
				return
			}
		}
	}
}

// benchmark measures read on logs that hold an event a line. It reports the CPU
// time, too, which a busy machine disturbs less.
func benchmark(b *testing.B, read func(b *testing.B, data []byte)) {
	for _, name := range []string{"nxlog-1", "flat-1", "winlogbeat6-1", "sentinel"} {
		b.Run("corpus="+name, func(b *testing.B) {
			data := lines(b, name)
			read(b, data) // memory that is used again is there from now on
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			start := userTime(b)
			for b.Loop() {
				read(b, data)
			}
			n := float64(bytes.Count(data, []byte{'\n'})) * float64(b.N)
			b.ReportMetric(n/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(userTime(b)-start)/n, "user-ns/event")
		})
	}
}

// lines returns events of a log, one a line. Sentinel's are in arrays.
func lines(b *testing.B, name string) []byte {
	if name != "sentinel" {
		return unpack(b, corpus+"json/"+name+".jsonl.gz", 32<<20)
	}
	files, _ := filepath.Glob(corpus + "json/sentinel/*Sysmon*.gz")
	var out []byte
	for _, file := range files {
		var events []json.RawMessage
		if err := json.Unmarshal(unpack(b, file, 32<<20), &events); err != nil {
			b.Fatal(err)
		}
		for _, ev := range events {
			out = append(append(out, ev...), '\n')
		}
	}
	if out == nil {
		b.Skipf("no Sysmon logs in %sjson/sentinel", corpus)
	}
	return out
}

func userTime(b *testing.B) time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano())
}

// unpack returns whole lines from the start of a packed file, about max bytes of
// them, or all of it.
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
	if int64(len(data)) < max {
		return data
	}
	return data[:bytes.LastIndexByte(data, '\n')+1]
}
