package scan

import (
	"strings"
	"testing"
)

// Wherever a character stands in a text of whatever length, it is seen.
func TestASCII(t *testing.T) {
	for n := range 80 {
		for _, c := range []struct {
			text         string
			ascii, hides bool
		}{{"~", true, false}, {"ä", false, false}, {"\u212a", false, true}, {"\u017f", false, true}, {"\u212b", false, false}, {"\x80", false, false}} {
			for at := range n + 1 {
				b := []byte(strings.Repeat("a", at) + c.text + strings.Repeat("z", n-at))
				if IsASCII(b) != c.ascii || HidesASCII(b) != c.hides {
					t.Fatalf("%q: ASCII %t, hides ASCII %t", b, IsASCII(b), HidesASCII(b))
				}
			}
		}
	}
}
