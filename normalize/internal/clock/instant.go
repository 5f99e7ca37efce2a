// Package clock reads the times that logs hold, in all their spellings: points in
// time, and what a clock showed whose zone is not known.
package clock

import (
	"strconv"
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// Instant reads v as a point in time: RFC 3339, with a blank in place of the T
// too and with zones in other spellings, or seconds or thousandths since 1970. Text without a zone is an instant only if utc
// says that it is in UTC.
func Instant(v event.Value, utc bool) (time.Time, bool) {
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

// InUTC reports whether a field's name makes up for a zone that its values lack.
func InUTC(name string) bool { return strings.Contains(name, "Utc") }

func parseTime(s string, utc bool) (time.Time, bool) {
	// Fast path: the usual forms. Without a zone it must be known to be in UTC.
	if utc || strings.HasSuffix(s, "Z") {
		if t, ok := stamp(s); ok {
			return t, true
		}
	}
	if ms, ok := strings.CutPrefix(s, "/Date("); ok {
		return jsonDate(ms)
	}
	if len(s) == len("20060102150405.000000-000") && s[14] == '.' {
		return cimTime(s)
	}
	if len(s) < len("2006-01-02T15:04:05") || s[4] != '-' {
		return epoch(s)
	}
	for _, name := range [...]string{" UTC", " GMT"} {
		if clock, ok := strings.CutSuffix(s, name); ok {
			s, utc = clock, true
		}
	}
	zone := layoutsOf(s)
	if zone == &noZone && !utc {
		return time.Time{}, false
	}
	layout := zone[0]
	if s[10] == ' ' {
		layout = zone[1]
	}
	t, err := time.Parse(layout, s)
	return t.UTC(), err == nil
}

// The layouts of times with a T and with a blank, by their zones.
var (
	noZone   = [2]string{"2006-01-02T15:04:05", "2006-01-02 15:04:05"}
	zuluZone = [2]string{time.RFC3339, "2006-01-02 15:04:05Z07:00"}
	hourZone = [2]string{"2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-0700"}
	farZone  = [2]string{"2006-01-02T15:04:05 -07:00", "2006-01-02 15:04:05 -07:00"}
	farHours = [2]string{"2006-01-02T15:04:05 -0700", "2006-01-02 15:04:05 -0700"}
)

// layoutsOf returns the layouts of times with the zone that s ends in: Z, ±hh:mm
// or ±hhmm, a blank before it or none.
func layoutsOf(s string) *[2]string {
	at := strings.LastIndexAny(s, "+-")
	switch {
	case s[len(s)-1] == 'Z':
		return &zuluZone
	case at < len("2006-01-02"):
		return &noZone
	case s[at-1] == ' ' && len(s)-at == len("+07:00"):
		return &farZone
	case s[at-1] == ' ':
		return &farHours
	case len(s)-at == len("+0700"):
		return &hourZone
	}
	return &zuluZone
}

// jsonDate reads the times of PowerShell 5: /Date(1716282877402)/, thousandths
// since 1970.
func jsonDate(s string) (time.Time, bool) {
	ms, err := strconv.ParseInt(strings.TrimSuffix(s, ")/"), 10, 64)
	return time.UnixMilli(ms).UTC(), err == nil && ms > 0
}

// epoch reads decimal seconds since 1970, digit by digit: as a double they would
// lose what is below a microsecond; or parts of seconds.
func epoch(s string) (time.Time, bool) {
	if strings.ContainsAny(s, "eE") {
		return exponential(s)
	}
	whole, frac, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec < 0 || whole[0] == '+' {
		return time.Time{}, false
	}
	if sec > 1<<33 {
		return finer(sec)
	}
	const nine = "000000000"
	if len(frac) < len(nine) {
		frac += nine[len(frac):]
	}
	ns, err := strconv.ParseUint(frac[:len(nine)], 10, 32)
	return time.Unix(sec, int64(ns)).UTC(), err == nil
}

// finer reads a count too large for seconds by its size: thousandths, millionths,
// billionths since 1970, or Windows' 100 ns since 1601.
func finer(n int64) (time.Time, bool) {
	switch {
	case 1e11 < n && n < 1e14:
		return time.UnixMilli(n).UTC(), true
	case 1e14 < n && n < 1e17:
		return time.UnixMicro(n).UTC(), true
	case 1e17 < n && n < 2e17:
		const from1601 = 11_644_473_600 // seconds to 1970
		return time.Unix(n/1e7-from1601, n%1e7*100).UTC(), true
	case 1e18 < n:
		return time.Unix(0, n).UTC(), true
	}
	return time.Time{}, false
}

// exponential reads 1.716282877402E9, as some writers of JSON have doubles.
func exponential(s string) (time.Time, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 1 || f > 1e18 || strings.ContainsAny(s, "xX_") {
		return time.Time{}, false
	}
	return epoch(strconv.FormatFloat(f, 'f', -1, 64))
}

// cimTime reads WMI's times, 20240521091437.402117-240, whose zone is in minutes.
func cimTime(s string) (time.Time, bool) {
	at, err := time.Parse("20060102150405.000000", s[:21])
	minutes, bad := strconv.Atoi(s[21:])
	return at.Add(-time.Duration(minutes) * time.Minute), err == nil && bad == nil
}
