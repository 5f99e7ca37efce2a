package main

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// advised returns how much of the process's memory, in KiB, the kernel was asked to have in
// large pages, and how much memory of that is held.
func advised(t *testing.T) (asked, held int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Skipf("the kernel does not tell: %v", err)
	}
	sizes := regexp.MustCompile(`(?m)^Size: +(\d+) kB\n(?:.*\n)*?Rss: +(\d+) kB\n(?:.*\n)*?VmFlags:(.*)$`)
	for _, m := range sizes.FindAllSubmatch(maps, -1) {
		if bytes.Contains(m[3], []byte(" hg")) {
			size, _ := strconv.Atoi(string(m[1]))
			rss, _ := strconv.Atoi(string(m[2]))
			asked, held = asked+size, held+rss
		}
	}
	return asked, held
}

// TestLargePages: the kernel is asked, and nothing is held for that.
func TestLargePages(t *testing.T) {
	_, before := advised(t)
	largePages()
	asked, held := advised(t)
	if asked == 0 {
		t.Skip("the kernel has no large pages")
	}
	if asked < largeRoom>>10 || held-before > largeRoom>>12 {
		t.Errorf("%d KiB asked for, %d more held", asked, held-before)
	}
}
