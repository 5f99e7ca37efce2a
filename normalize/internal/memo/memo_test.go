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
	if n := len(*m.known.Load()); n != Limit {
		t.Errorf("remembers %d results, want %d", n, Limit)
	}
	m.Get(0, func(int) (int, string) {
		t.Error("forgot the first result")
		return 0, ""
	})
}
