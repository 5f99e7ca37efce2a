package memo

import (
	"fmt"
	"testing"
)

// The twin of Texts is a map: what it has was added, and what was added last
// is there.
func TestTexts(t *testing.T) {
	var d Texts
	added := map[string]bool{}
	for i := range 1000 {
		raw, quoted := []byte(fmt.Sprintf("S-1-5-%d", i*i%97)), i%3 == 0
		if key := fmt.Sprint(string(raw), quoted); d.Has(raw, quoted) && !added[key] {
			t.Fatalf("%s was not added", key)
		} else if i%2 == 0 {
			d.Add(raw, quoted)
			added[key] = true
			if !d.Has(raw, quoted) {
				t.Fatalf("%s was added", key)
			}
		}
	}
	if !d.Has(nil, true) || (*Texts)(nil).Has([]byte("x"), true) {
		t.Error("nothing means something, or something nothing")
	}
}
