package clock

import (
	"strconv"
	"strings"
	"time"
)

// Wall reads a time without regard to a zone that it may name: as ISO 8601
// has it, as countries write it (5/21/2024 9:14:37 AM, 21.05.2024 09:14:37), as C
// prints it (Tue May 21 09:14:37 2024), as Kibana shows it (May 21, 2024 @
// 09:14:37.402).
func Wall(s string, zone *time.Location) (time.Time, bool) {
	if len(s) < len("1/1/24 1:11") || len(s) > 128 {
		return time.Time{}, false
	}
	// Fast path: most collectors write it like this.
	if t, ok := stamp(s); ok && t.Year() > 1600 {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone).UTC(), true
	}
	// Windows puts marks of direction between the parts, and blanks of several kinds.
	s = strings.Map(plainRune, s)
	var w wall
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '@' })
	for _, word := range words {
		if date, clock, ok := strings.Cut(word, "T"); ok && w.date(date) && w.clock(clock) {
			continue
		}
		if !w.clock(word) && !w.date(word) && !w.word(word) {
			break // a zone
		}
	}
	return w.time(zone)
}

func plainRune(r rune) rune {
	switch {
	case r == '\u200e' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' && r != '\u202f':
		return -1
	case r == '\u00a0' || r == '\u202f' || r == '\t':
		return ' '
	}
	return r
}

// wall is what a clock on the wall shows, and the calendar beside it.
type wall struct {
	numbers [3]int // of a date in their order
	parts   int    // how many of them there are
	mark    byte   // between them
	month   time.Month
	day     int // beside the name of a month

	hour, minute, second, nano int
	timed                      bool
	half                       string // AM, PM
}

// date reads 2024-05-21, 5/21/2024, 21.05.2024.
func (w *wall) date(s string) bool {
	i := strings.IndexAny(s, "-/.")
	if i < 0 || w.parts > 0 {
		return false
	}
	parts := strings.Split(strings.TrimSuffix(s, "."), s[i:i+1])
	if len(parts) != len(w.numbers) {
		return false
	}
	for j, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return false
		}
		w.numbers[j] = n
	}
	w.parts, w.mark = len(parts), s[i]
	return true
}

// clock reads 9:14, 09:14:37 and 09:14:37.402, with a zone or AM behind it.
func (w *wall) clock(s string) bool {
	if w.timed || strings.Count(s, ":") < 1 {
		return false
	}
	end := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ':' && r != '.' })
	if end >= 0 {
		w.word(s[end:])
		s = s[:end]
	}
	s, frac, _ := strings.Cut(s, ".")
	parts := strings.Split(s, ":")
	to := [...]*int{&w.hour, &w.minute, &w.second}
	if len(parts) > len(to) {
		return false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			return false
		}
		*to[i] = n
	}
	if frac != "" {
		w.nano, _ = strconv.Atoi((frac + "000000000")[:9])
	}
	w.timed = w.hour < 24 && w.minute < 60 && w.second < 61
	return w.timed
}

// word reads a half of the day, a weekday, the name of a month, a day or a year.
func (w *wall) word(s string) bool {
	switch strings.ToUpper(strings.ReplaceAll(s, ".", "")) {
	case "AM", "午前":
		w.half = "AM"
		return true
	case "PM", "午後":
		w.half = "PM"
		return true
	}
	if n, err := strconv.Atoi(s); err == nil {
		return w.number(n)
	}
	if len(s) >= 3 {
		for m := time.January; m <= time.December; m++ {
			if strings.EqualFold(s, m.String()) || strings.EqualFold(s, m.String()[:3]) {
				w.month = m
				return true
			}
		}
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(s, d.String()) || strings.EqualFold(s, d.String()[:3]) {
				return true
			}
		}
	}
	return false
}

// number takes a number of its own for a day or a year.
func (w *wall) number(n int) bool {
	switch {
	case n > 1600 && w.parts == 0:
		w.numbers[0], w.parts = n, 1
	case 0 < n && n <= 31 && w.day == 0:
		w.day = n
	default:
		return false
	}
	return true
}

// time puts the parts together, where there are enough of them and they can be
// read in one way only.
func (w *wall) time(zone *time.Location) (time.Time, bool) {
	year, month, day := w.numbers[0], w.month, w.day
	if w.parts == len(w.numbers) {
		var ok bool
		if year, month, day, ok = w.calendar(); !ok {
			return time.Time{}, false
		}
	}
	hour := w.hour
	switch {
	case w.half == "PM" && hour < 12:
		hour += 12
	case w.half == "AM" && hour == 12:
		hour = 0
	}
	t := time.Date(year, month, day, hour, w.minute, w.second, w.nano, zone)
	return t.UTC(), w.timed && year > 1600 && t.Month() == month && t.Day() == day
}

// calendar tells year, month and day apart. Of a date with slashes a half of the
// day says that it is American; 5/6/2024 13:00 may be either day, and is none.
func (w *wall) calendar() (year int, month time.Month, day int, ok bool) {
	a, b, c := w.numbers[0], w.numbers[1], w.numbers[2]
	if c < 100 {
		c += 2000
	}
	switch {
	case a > 1600:
		return a, time.Month(b), w.numbers[2], true
	case w.mark == '.' || a > 12:
		return c, time.Month(b), a, true
	case b > 12 || w.half != "" || a == b:
		return c, time.Month(a), b, true
	}
	return 0, 0, 0, false
}
