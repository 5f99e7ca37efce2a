package clock

import "time"

// stamp reads a time as most logs write it, 2024-05-21T09:14:37.4021173Z with a T
// or a blank, with a Z or nothing behind it. It reports false for all others,
// which time.Parse may know.
func stamp(s string) (time.Time, bool) {
	const seconds = len("2006-01-02T15:04:05")
	if len(s) < seconds || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	year, month, day := 100*two(s[0:])+two(s[2:]), two(s[5:]), two(s[8:])
	hour, minute, second := two(s[11:]), two(s[14:]), two(s[17:])
	// Whatever is no digit makes a number too large.
	if year > 9999 || month-1 > 11 || day-1 > 30 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	ns, ok := fraction(s[seconds:])
	t := time.Date(int(year), time.Month(month), int(day), int(hour), int(minute), int(second), int(ns), time.UTC)
	return t, ok && (day <= 28 || t.Day() == int(day)) // there is no 30 February
}

// two is the number of two digits, a large one if they are none.
func two(s string) uint32 {
	tens, units := uint32(s[0]-'0'), uint32(s[1]-'0')
	if tens > 9 || units > 9 {
		return 1 << 20
	}
	return 10*tens + units
}

// fraction is the nanoseconds in .402117Z, .402117, Z or nothing.
func fraction(s string) (ns uint32, ok bool) {
	if s != "" && s[len(s)-1] == 'Z' {
		s = s[:len(s)-1]
	}
	if s == "" {
		return 0, true
	}
	if s[0] != '.' || len(s) == 1 || len(s) > len(".123456789") {
		return 0, false
	}
	for i := 1; i < len(".123456789"); i++ {
		digit := uint32(0)
		if i < len(s) {
			if digit = uint32(s[i] - '0'); digit > 9 {
				return 0, false
			}
		}
		ns = 10*ns + digit
	}
	return ns, true
}
