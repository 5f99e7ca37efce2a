package replay_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// fullSize is that of a log that is full; fullLogs are what such logs are made of.
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

// fullLog writes a log of 32 MiB to a file: the full chunks of real ones, again and
// again, as the decoder's own benchmark does.
func fullLog(tb testing.TB, of []string) string {
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
	log := append(make([]byte, 0, fullSize+64<<10), "ElfFile\x00"...)
	log = log[:4<<10]
	for i := 0; len(log) < fullSize; i++ {
		log = append(log, chunks[i%len(chunks)]...)
	}
	path := filepath.Join(tb.TempDir(), "full.evtx")
	if err := os.WriteFile(path, log, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
