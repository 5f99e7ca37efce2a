package correlate

import (
	"strconv"
	"strings"
	"testing"
)

// TestNumber holds that the fast path reads numbers as the library does.
func TestNumber(t *testing.T) {
	for _, s := range []string{"0", "7", "007", "100", "999999999999999", "9007199254740993", "123456789012345678901234567890", "1.5", "-3", "+4", "1e5", " 12 "} {
		want, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if got, ok := number(s); err != nil || !ok || got != want {
			t.Errorf("%q is %v %v, not %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", " ", "x", "0x10", "Inf", "NaN", "1_000", "1.2.3", "٣"} {
		if got, ok := number(s); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
}
