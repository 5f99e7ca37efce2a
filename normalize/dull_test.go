package normalize

import (
	"fmt"
	"testing"
)

// The twin of dullTexts is a map: what it has was added, and what was added last
// is there.
func TestDullTexts(t *testing.T) {
	var d dullTexts
	added := map[string]bool{}
	for i := range 1000 {
		raw, quoted := []byte(fmt.Sprintf("S-1-5-%d", i*i%97)), i%3 == 0
		if key := fmt.Sprint(string(raw), quoted); d.has(raw, quoted) && !added[key] {
			t.Fatalf("%s was not added", key)
		} else if i%2 == 0 {
			d.add(raw, quoted)
			added[key] = true
			if !d.has(raw, quoted) {
				t.Fatalf("%s was added", key)
			}
		}
	}
	if !d.has(nil, true) || (*dullTexts)(nil).has([]byte("x"), true) {
		t.Error("nothing means something, or something nothing")
	}
}
