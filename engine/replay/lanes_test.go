package replay_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A lane is a choice of the lines of the NXLog corpora.
type lane struct {
	name  string
	keep  func(n int, line []byte) bool
	again bool // as they are, if they are too few; else with other command lines each time
}

// The lanes: all events, every twelfth, those of them but for Sysmon's noisy ones, and
// processes only: with other command lines each time, and the same again and again.
var lanes = []lane{
	{name: "all", keep: func(int, []byte) bool { return true }},
	{name: "mix", keep: func(n int, _ []byte) bool { return n%12 == 0 }},
	{name: "rich", keep: func(n int, l []byte) bool {
		return n%12 == 0 && !isSysmon(l, 7) && !isSysmon(l, 10) && !isSysmon(l, 12) && !isSysmon(l, 13)
	}},
	{name: "proc", keep: isProcess},
	{name: "same-proc", keep: isProcess, again: true},
}

func isProcess(_ int, line []byte) bool { return isSysmon(line, 1) }

func isSysmon(line []byte, id int) bool {
	return bytes.Contains(line, []byte(`"Channel":"Microsoft-Windows-Sysmon/Operational"`)) && bytes.Contains(line, fmt.Appendf(nil, `"EventID":%d,`, id))
}

// needCorpora skips what reads the corpora where they are not there. Benchmarks ask before
// they share what they read.
func needCorpora(tb testing.TB) {
	tb.Helper()
	for _, folder := range []string{"json", "evtx", "sigma"} {
		if _, err := os.Stat(filepath.Join(corpora, folder)); err != nil {
			tb.Skipf("no %s in %s: the corpora are not beside the checkout", folder, corpora)
		}
	}
}

// lines returns the lane's lines in all NXLog files, and how many there are.
func (l lane) lines(tb testing.TB) ([]byte, int) {
	tb.Helper()
	files, _ := filepath.Glob(filepath.Join(corpora, "json", "nxlog-*.jsonl.gz"))
	if len(files) == 0 {
		tb.Skipf("no nxlog-*.jsonl.gz in %s: the corpora are not beside the checkout", corpora)
	}
	var lines []byte
	kept := 0
	for _, file := range files {
		n := 0
		for line := range unpacked(tb, file) {
			if n++; l.keep(n, line) {
				lines = append(append(lines, line...), '\n')
				kept++
			}
		}
	}
	return lines, kept
}

// commandLine is what a line says somebody entered, as far as the end of that.
var commandLine = regexp.MustCompile(`"CommandLine":"(?:[^"\\]|\\.)*`)

// enough returns the lane's lines, again and again if they are few, and how many
// there are. Command lines are others each time unless they are to be the same: a log
// does not have the same process a hundred times, and what came before need not be
// matched again.
func (l lane) enough(tb testing.TB) ([]byte, int) {
	lines, kept := l.lines(tb)
	all, n := lines, kept
	for round := 1; n < leastEvents; round++ {
		more := lines
		if !l.again {
			more = commandLine.ReplaceAll(lines, fmt.Appendf(nil, "$0 %d", round))
		}
		all, n = append(all, more...), n+kept
	}
	return all, n
}

// unpacked yields the lines of a packed file.
func unpacked(tb testing.TB, file string) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		f, err := os.Open(file)
		if err != nil {
			tb.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			tb.Fatal(err)
		}
		s := bufio.NewScanner(z)
		s.Buffer(nil, 16<<20)
		for s.Scan() && yield(s.Bytes()) {
		}
		if err := s.Err(); err != nil {
			tb.Fatal(err)
		}
	}
}
