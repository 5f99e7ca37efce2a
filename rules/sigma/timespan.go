package sigma

import (
	"math"
	"strconv"
	"time"
)

// units are the letters of a timespan. Months and years are what they are on
// average in the calendar's cycle of 400 years.
var units = map[byte]time.Duration{
	's': time.Second,
	'm': time.Minute,
	'h': time.Hour,
	'd': 24 * time.Hour,
	'w': 7 * 24 * time.Hour,
	'M': 2_629_746 * time.Second,
	'y': 31_556_952 * time.Second,
}

// timespan reads a duration as 15m.
func timespan(s string) (time.Duration, *fault) {
	if s == "" {
		return 0, &fault{code: codeTimespan, msg: "an empty timespan"}
	}
	unit, ok := units[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 63)
	switch {
	case !ok || err != nil || s[0] == '+':
		return 0, &fault{code: codeTimespan, msg: "\"" + shorten(s) + "\" is no timespan", hint: "write a number and one of s, m, h, d, w, M, y, as in 15m"}
	case n == 0:
		return 0, &fault{code: codeTimespan, msg: "a timespan of nothing"}
	case n > math.MaxInt64/uint64(unit):
		return 0, &fault{code: codeTimespan, msg: "the timespan is longer than 292 years"}
	}
	return time.Duration(n) * unit, nil
}
