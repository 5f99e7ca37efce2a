package scan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// What an Arena hands out stays as it is, whether it fitted or not, and after
// Recycle there is room for as much without allocation.
func TestArena(t *testing.T) {
	var a scan.Arena[int]
	fill := func() (all [][]int) {
		for i := range 100 {
			s := a.Room(2, 10)
			for range i % 7 {
				s = append(s, i)
			}
			all = append(all, a.Keep(s))
		}
		return all
	}
	for range 3 {
		for i, s := range fill() {
			if len(s) != i%7 || cap(s) != len(s) || fmt.Sprint(s) != strings.ReplaceAll(fmt.Sprint(make([]int, i%7)), "0", fmt.Sprint(i)) {
				t.Fatalf("%d: %v, capacity %d", i, s, cap(s))
			}
		}
		a.Recycle()
	}
	if n := testing.AllocsPerRun(10, func() {
		for i := range 100 {
			a.Keep(a.Room(2, 10)[:i%3])
		}
		a.Recycle()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
	var little scan.Arena[int]
	if n := testing.AllocsPerRun(10, func() {
		little.Room(2, 10)
		little.Recycle()
	}); n > 0 {
		t.Errorf("%v allocations where hardly any memory is used", n)
	}
}

// The twin of a Slab is fmt.Sprint, which makes a string of its own each time.
func TestSlab(t *testing.T) {
	var s scan.Slab
	write := func(text string) string {
		from := s.At
		for i := range len(text) {
			if s.At == len(s.Buf) {
				s.Grow(from, 1)
				from = 0
			}
			s.Buf[s.At] = text[i]
			s.At++
		}
		return s.Text(from)
	}
	for range 3 {
		var texts []string
		for i := range 2000 {
			write("between")
			texts = append(texts, write(strings.Repeat(fmt.Sprint(i), i%50)))
		}
		for i, got := range texts {
			if got != strings.Repeat(fmt.Sprint(i), i%50) {
				t.Fatalf("%d: %q", i, got)
			}
		}
		s.Recycle()
	}
	text := strings.Repeat("x", 50)
	if n := testing.AllocsPerRun(10, func() {
		for range 2000 {
			write(text)
		}
		s.Recycle()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if got := write(""); got != "" {
		t.Errorf("%q", got)
	}
}
