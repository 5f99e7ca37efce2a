package class

import (
	"math"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/clock"
)

// typed gives v, of the named field, the type that the field has; Null means
// that it is not known.
// The raw text stays. A value that cannot be of that type keeps its own, but
// for hex, which is told from its text everywhere.
func typed(name string, v event.Value, want event.Kind) event.Value {
	raw := v.Raw()
	if raw == "" || v.Kind() == want {
		return v
	}
	switch want {
	case event.Null, event.Text:
	case event.Hex:
		if u, ok := hexBits(v); ok {
			return event.HexText(raw, u)
		}
	case event.Time:
		if t, ok := clock.Instant(v, clock.InUTC(name)); ok {
			return event.TimeText(raw, t)
		}
	default:
		if p, ok := event.Parse(want, raw); ok {
			return p
		}
	}
	if v.Kind() == event.Text && len(raw) <= len("0x0123456789abcdef") && strings.HasPrefix(raw, "0x") {
		v, _ = event.Parse(event.Hex, raw)
	}
	return v
}

// hexBits reads what Windows would have written as 0x… in whatever way a
// collector writes it: 0x1a2b, 6699, and, for values with the highest bit set,
// as the negative number of 32 or 64 bits.
func hexBits(v event.Value) (uint64, bool) {
	if i, ok := v.Int(); ok {
		if math.MinInt32 <= i && i < 0 {
			return uint64(uint32(i)), true
		}
		return uint64(i), true
	}
	if u, ok := v.Uint(); ok {
		return u, true
	}
	if v.Kind() != event.Text {
		return 0, false
	}
	raw := v.Raw()
	if h, ok := event.Parse(event.Hex, raw); ok {
		return h.Uint()
	}
	if i, err := strconv.ParseInt(raw, 10, 64); err == nil {
		return hexBits(event.IntValue(i))
	}
	u, err := strconv.ParseUint(raw, 10, 64)
	return u, err == nil
}
