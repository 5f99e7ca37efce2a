package dialect

import (
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Number reads a whole number, or its digits, as collectors write it.
func Number(v event.Value) (uint64, bool) {
	if u, ok := v.Uint(); ok {
		return u, true
	}
	raw := v.Raw()
	if whole, frac, ok := strings.Cut(raw, "."); ok && strings.Trim(frac, "0") == "" { // 5059.0, from columns of doubles
		raw = whole
	}
	u, err := strconv.ParseUint(raw, 10, 64)
	return u, err == nil
}
