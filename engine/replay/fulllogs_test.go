package replay_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// fullSize is that of a log that is full, longSize of one that may be larger than usual.
const (
	fullSize = 32 << 20
	longSize = 8 * fullSize
)

// fullLogs are what such logs are made of.
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

// fullLog writes a log of a size to a file: the full chunks of real ones, again and
// again, as the decoder's own benchmark does.
func fullLog(tb testing.TB, of []string, size int) string {
	tb.Helper()
	var chunks [][]byte
	for _, name := range of {
		log, err := os.ReadFile(filepath.Join(corpora, name))
		if err != nil {
			tb.Skipf("no %s in %s: the corpora are not beside the checkout", name, corpora)
		}
		for c := range slices.Chunk(log[4<<10:], 64<<10) {
			if len(c) == 64<<10 && bytes.HasPrefix(c, []byte("ElfChnk")) && binary.LittleEndian.Uint32(c[48:]) > 60<<10 {
				chunks = append(chunks, c)
			}
		}
	}
	path := filepath.Join(tb.TempDir(), "full.evtx")
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	n, err := f.Write(append([]byte("ElfFile\x00"), make([]byte, 4<<10-8)...))
	for i := 0; n < size && err == nil; i++ {
		_, err = f.Write(chunks[i%len(chunks)])
		n += 64 << 10
	}
	if err != nil {
		tb.Fatal(err)
	}
	return path
}
