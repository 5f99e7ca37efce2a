package dialect

import (
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Number reads a whole number, or its digits, as collectors write it: what it is taken
// for when its field is typed is the same.
func Number(v event.Value) (uint64, bool) {
	if u, ok := v.Uint(); ok {
		return u, true
	}
	raw := v.Raw()
	if h, ok := event.Parse(event.Hex, raw); ok {
		return h.Uint()
	}
	if whole, frac, ok := strings.Cut(raw, "."); ok && strings.Trim(frac, "0") == "" { // 5059.0, from columns of doubles
		raw = whole
	}
	u, err := strconv.ParseUint(raw, 10, 64)
	return u, err == nil
}
