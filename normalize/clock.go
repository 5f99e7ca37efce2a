package normalize

import (
	"strconv"
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// instant reads v as a point in time: RFC 3339, with a blank in place of the T
// too, or seconds since 1970. Text without a zone is an instant only if utc
// says that it is in UTC.
func instant(v event.Value, utc bool) (time.Time, bool) {
	if t, ok := v.Time(); ok {
		return t, true
	}
	switch v.Kind() {
	case event.Text:
		return parseTime(v.Raw(), utc)
	case event.Int, event.Uint, event.Float:
		return epoch(v.Raw())
	}
	return time.Time{}, false
}

// inUTC reports whether a field's name makes up for a zone that its values lack.
func inUTC(name string) bool { return strings.Contains(name, "Utc") }

func parseTime(s string, utc bool) (time.Time, bool) {
	if len(s) < len("2006-01-02T15:04:05") || s[4] != '-' || !hasZone(s) && !utc {
		return time.Time{}, false
	}
	layout := time.RFC3339
	if s[10] == ' ' {
		layout = "2006-01-02 15:04:05Z07:00"
	}
	if !hasZone(s) {
		layout = layout[:len("2006-01-02T15:04:05")]
	}
	t, err := time.Parse(layout, s)
	return t.UTC(), err == nil
}

// hasZone reports whether s ends in Z or ±hh:mm.
func hasZone(s string) bool {
	sign := s[len(s)-len("+07:00")]
	return s[len(s)-1] == 'Z' || sign == '+' || sign == '-'
}

// epoch reads decimal seconds since 1970, digit by digit: as a double they
// would lose what is below a microsecond.
func epoch(s string) (time.Time, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec < 0 || sec > 1<<33 {
		return time.Time{}, false
	}
	const nine = "000000000"
	if len(frac) < len(nine) {
		frac += nine[len(frac):]
	}
	ns, err := strconv.ParseUint(frac[:len(nine)], 10, 32)
	return time.Unix(sec, int64(ns)).UTC(), err == nil
}
