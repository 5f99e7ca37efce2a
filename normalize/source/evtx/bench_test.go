//go:build unix

package evtx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	velocidex "www.velocidex.com/golang/evtx"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// Full logs are made by repeating the full chunks of real ones.
const fullSize = 32 << 20

var fullLogs = []struct {
	name string
	of   []string
}{
	{"security", []string{"key-events/evtx/omerbenamram-evtx-security.evtx"}},
	{"sysmon", []string{"evtx/odd/PanacheSysmon_vs_AtomicRedTeam01.evtx"}},
	{"mixed", []string{
		"key-events/evtx/omerbenamram-evtx-security.evtx", "evtx/odd/PanacheSysmon_vs_AtomicRedTeam01.evtx",
		"evtx/odd/2-system-Microsoft-Windows-LiveId%4Operational.evtx", "evtx/odd/E_Windows_system32_winevt_logs_Microsoft-Windows-Shell-Core%4Operational.evtx",
	}},
}

// fullLog writes a full log of real chunks to a file of its own.
func fullLog(b *testing.B, of []string) string {
	var chunks [][]byte
	for _, name := range of {
		log, err := os.ReadFile(filepath.Join(corpora, name))
		if err != nil {
			b.Skipf("no %s/%s: the corpora are not beside the checkout", corpora, name)
		}
		chunks = append(chunks, fullChunks(log)...)
	}
	return repeated(b, chunks)
}

// writtenLog writes a full log of what the demo has, which needs no corpora.
func writtenLog(b *testing.B) string {
	text, err := os.ReadFile("testdata/ca02.txt")
	if err != nil {
		b.Fatal(err)
	}
	events, err := evtxtest.Describe(strings.Repeat(string(text), 100))
	if err != nil {
		b.Fatal(err)
	}
	return repeated(b, fullChunks(evtxtest.Log(events)))
}

// fullChunks are the chunks of a log that are nearly full.
func fullChunks(log []byte) (chunks [][]byte) {
	for c := range slices.Chunk(log[4<<10:], 64<<10) {
		if len(c) == 64<<10 && bytes.HasPrefix(c, []byte("ElfChnk")) && binary.LittleEndian.Uint32(c[48:]) > 60<<10 {
			chunks = append(chunks, c)
		}
	}
	return chunks
}

// repeated writes a full log of chunks to a file.
func repeated(b *testing.B, chunks [][]byte) string {
	log := make([]byte, 4<<10, fullSize+64<<10)
	copy(log, "ElfFile\x00")
	for i := 0; len(log) < fullSize; i++ {
		log = append(log, chunks[i%len(chunks)]...)
	}
	// What Velocidex needs to find the chunks.
	log[32], log[36], log[38], log[41] = 128, 1, 3, 16
	n := len(log) >> 16
	log[42], log[43] = byte(n), byte(n>>8)
	path := filepath.Join(b.TempDir(), "full.evtx")
	if err := os.WriteFile(path, log, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkDecode reads files and decodes them: full logs and the collection of
// small ones that the corpora are. ns/record is processor time, that of the
// garbage collector on other cores included.
func BenchmarkDecode(b *testing.B) {
	b.Run("log=written", func(b *testing.B) { decode(b, writtenLog(b)) })
	for _, l := range fullLogs {
		b.Run("log="+l.name, func(b *testing.B) { decode(b, fullLog(b, l.of)) })
	}
	b.Run("log=small", func(b *testing.B) { decode(b, corpusLogs(b)...) })
}

// decode decodes files in several ways, each of which must find as many records.
func decode(b *testing.B, paths ...string) {
	everything := func(*testing.B) evtx.Selection { return evtx.Selection{} }
	ways := []struct {
		name     string
		selected func(*testing.B) evtx.Selection
		read     func(*testing.B, []string, evtx.Selection) int
	}{
		{"velocidex", everything, readVelocidex},
		{"records", everything, readOwned},
		{"all", everything, readRecycled},
		{"selected", func(b *testing.B) evtx.Selection { return wantedByRules(b, "windows") }, readRecycled},
		{"gated", func(b *testing.B) evtx.Selection { return wantedByRules(b, "windows/process_creation") }, readRecycled},
	}
	want := readOwned(b, paths, evtx.Selection{})
	for _, way := range ways {
		b.Run("by="+way.name, func(b *testing.B) {
			s := way.selected(b)
			if n := way.read(b, paths, s); n < want-want/100 || n > want+want/100 {
				b.Fatalf("%d records, want about %d", n, want)
			}
			b.ReportAllocs()
			records, began, allocs := 0, processorTime(), mallocs()
			for b.Loop() {
				records += way.read(b, paths, s)
			}
			b.ReportMetric(float64(processorTime()-began)/float64(records), "ns/record")
			b.ReportMetric(float64(mallocs()-allocs)/float64(records), "allocs/record")
		})
	}
}

// BenchmarkWorkers decodes the chunks of one file on one goroutine and on two, in
// turn. Other work on the machine only ever adds time, so what counts is the
// best round of each.
func BenchmarkWorkers(b *testing.B) {
	path := fullLog(b, fullLogs[0].of)
	var best, processor [3]time.Duration
	records := 0
	for b.Loop() {
		for _, workers := range []int{1, 2} {
			began, used := time.Now(), processorTime()
			records = readTogether(b, path, workers)
			processor[workers] += processorTime() - used
			if d := time.Since(began); best[workers] == 0 || d < best[workers] {
				best[workers] = d
			}
		}
	}
	b.ReportMetric(float64(records)/best[1].Seconds(), "records/s-by-1")
	b.ReportMetric(float64(records)/best[2].Seconds(), "records/s-by-2")
	b.ReportMetric(float64(best[1])/float64(best[2]), "speedup")
	b.ReportMetric(float64(processor[2])/float64(processor[1]), "processor-time-2/1")
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func mallocs() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

func readVelocidex(b *testing.B, paths []string, _ evtx.Selection) (n int) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		chunks, _ := velocidex.GetChunks(f)
		for _, c := range chunks {
			records, _ := c.Parse(0)
			n += len(records)
		}
		f.Close()
	}
	return n
}

func readOwned(b *testing.B, paths []string, _ evtx.Selection) (n int) {
	for _, path := range paths {
		f := sized(b, path)
		for rec := range evtx.Records(context.Background(), f, path) {
			if rec != nil {
				n++
			}
		}
		f.Close()
	}
	return n
}

func readRecycled(b *testing.B, paths []string, s evtx.Selection) (n int) {
	d := evtx.NewDecoder(s)
	for _, path := range paths {
		f := sized(b, path)
		for c, err := range evtx.Chunks(context.Background(), f, path) {
			if err != nil {
				break // an empty file
			}
			n += count(d, c)
		}
		f.Close()
	}
	return n
}

func count(d *evtx.Decoder, c *evtx.Chunk) (n int) {
	for rec := range d.Records(c) {
		if rec != nil {
			n++
		}
	}
	d.Skipped(func(_ evtx.Kind, skipped int64) { n += int(skipped) })
	return n
}

func readTogether(b *testing.B, path string, workers int) int {
	f := sized(b, path)
	defer f.Close()
	chunks := make(chan *evtx.Chunk, 2*workers)
	counts := make([]int, workers)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			d := evtx.NewDecoder(evtx.Selection{})
			for c := range chunks {
				counts[i] += count(d, c)
			}
		})
	}
	for c := range evtx.Chunks(context.Background(), f, path) {
		chunks <- c
	}
	close(chunks)
	wg.Wait()
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// section is a file that can be read at any offset and knows its size.
type section struct {
	*io.SectionReader
	io.Closer
}

func sized(b *testing.B, path string) section {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	return section{io.NewSectionReader(f, 0, info.Size()), f}
}

// wantedByRules selects what the rules in a folder of SigmaHQ's look at.
func wantedByRules(b *testing.B, folder string) evtx.Selection {
	folder = filepath.Join(corpora, "sigma", "rules", filepath.FromSlash(folder))
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(context.Background(), os.DirFS(folder))
	if err != nil {
		b.Skipf("no %s: the corpora are not beside the checkout", folder)
	}
	eng, err := engine.New(set)
	if err != nil {
		b.Fatal(err)
	}
	w, n := eng.Worker(), normalize.New()
	return evtx.Selection{Sketch: true, Event: func(k evtx.Kind) evtx.Want {
		switch w.Need(n.Class(k.Channel, k.Provider, k.EventID)) {
		case engine.None:
			return evtx.Nothing
		case engine.All:
			return evtx.Everything
		}
		return evtx.SomeFields
	}}
}
