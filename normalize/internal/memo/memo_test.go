package memo

import (
	"strconv"
	"sync"
	"testing"
)

func TestMemo(t *testing.T) {
	var m Memo[int, string]
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 2 * Limit {
				v := m.Get(i, func(i int) (int, string) { return i, strconv.Itoa(i) })
				if v != strconv.Itoa(i) {
					t.Errorf("get(%d) = %q", i, v)
				}
			}
		})
	}
	wg.Wait()
	if n := len(m.all()) + len(m.fresh); n != Limit {
		t.Errorf("remembers %d results, want %d", n, Limit)
	}
	m.Get(0, func(int) (int, string) {
		t.Error("forgot the first result")
		return 0, ""
	})
}

// TestMemoTakesNoLock: what was asked for again and again is known, not new.
func TestMemoTakesNoLock(t *testing.T) {
	var m Memo[int, int]
	for range 20 {
		for i := range 10 {
			m.Get(i, func(i int) (int, int) { return i, 2 * i })
		}
	}
	if len(m.all()) != 10 || len(m.fresh) != 0 {
		t.Errorf("%d known, %d new", len(m.all()), len(m.fresh))
	}
}
