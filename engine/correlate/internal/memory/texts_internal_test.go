package memory

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// TestTexts holds that texts number as a map would.
func TestTexts(t *testing.T) {
	d, tx := rand.New(rand.NewPCG(1, 2)), NewTexts()
	numbers, holders := map[string]uint32{}, map[string]int{}
	for range 200_000 {
		i := d.IntN(3000)
		s := strconv.Itoa(i) + strings.Repeat("x", i%50)
		if n, ok := numbers[s]; ok && d.IntN(2) == 0 {
			tx.Release(n)
			if holders[s]--; holders[s] == 0 {
				delete(numbers, s)
			}
			continue
		}
		n := tx.Hold([]byte(s))
		if want, ok := numbers[s]; ok && n != want || tx.Text(n) != s {
			t.Fatalf("%s is %d %q, not %d", s, n, tx.Text(n), want)
		}
		numbers[s] = n
		holders[s]++
	}
	if tx.count != len(numbers) {
		t.Errorf("%d texts, not %d", tx.count, len(numbers))
	}
}
