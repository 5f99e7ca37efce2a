package match

import (
	"fmt"
	"time"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// timePart compares one part of a time as a number. The time is read as it is
// written: no zone is converted.
type timePart struct {
	part ir.Part
	comparison
}

func newTimePart(f *ir.Field) (Predicate, error) {
	if f.Op != ir.Equals && !isComparison(f.Op) {
		return nil, fmt.Errorf("%s of a time cannot be compared by %s", f.Part, f.Op)
	}
	numbers, err := numbersOf(f)
	return timePart{f.Part, comparison{op: f.Op, bounds: numbers}}, err
}

func (t timePart) Match(f *view.Field) (Hit, bool) {
	for i := range f.Len() {
		if n, ok := partOf(t.part, f.Value(i).Raw()); ok {
			if p := t.find(exact(uint64(n), false)); p >= 0 {
				return Hit{i, p}, true
			}
		}
	}
	return Hit{-1, -1}, false
}

// partOf reads a part of YYYY-MM-DD[(T| )hh:mm[:ss[.fff]][zone]].
func partOf(p ir.Part, s string) (int, bool) {
	date, ok := parseDate(s)
	if !ok {
		return 0, false
	}
	switch p {
	case ir.Year:
		return date.Year(), true
	case ir.Month:
		return int(date.Month()), true
	case ir.Week:
		_, week := date.ISOWeek()
		return week, true
	case ir.Day:
		return date.Day(), true
	}
	hour, minute, ok := parseClock(s[len("2006-01-02"):])
	if p == ir.Hour {
		return hour, ok
	}
	return minute, ok && p == ir.Minute
}

func parseDate(s string) (time.Time, bool) {
	year, ok1 := digits(s, 0, 4)
	month, ok2 := digits(s, 5, 2)
	day, ok3 := digits(s, 8, 2)
	if !ok1 || !ok2 || !ok3 || s[4] != '-' || s[7] != '-' || len(s) > 10 && s[10] != 'T' && s[10] != ' ' {
		return time.Time{}, false
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return date, date.Day() == day && int(date.Month()) == month // or there is no such day
}

// parseClock reads Thh:mm[:ss].
func parseClock(s string) (hour, minute int, ok bool) {
	hour, ok1 := digits(s, 1, 2)
	minute, ok2 := digits(s, 4, 2)
	ok = ok1 && ok2 && s[3] == ':' && hour < 24 && minute < 60
	if len(s) > 6 && s[6] == ':' {
		second, ok3 := digits(s, 7, 2)
		ok = ok && ok3 && second < 61
	}
	return hour, minute, ok
}

// digits reads n digits at s[at:].
func digits(s string, at, n int) (int, bool) {
	if len(s) < at+n {
		return 0, false
	}
	v := 0
	for i := at; i < at+n; i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		v = 10*v + int(s[i]-'0')
	}
	return v, true
}
