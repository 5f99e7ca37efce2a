package wintype

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// unixEpoch is 1970 in FILETIME's ticks of 100 ns since 1601.
const unixEpoch = 116444736000000000

const ticksPerSecond = 10_000_000

// setFiletime reads a FILETIME, ticks of 100 ns since 1601, as Windows writes it.
func (r *Reader) setFiletime(v *event.Value, ticks uint64) {
	second := ticks / ticksPerSecond
	dst := r.room(32)
	if len(r.recent.second) > 0 && r.recent.secondOf == second {
		dst = append(dst, r.recent.second...)
	} else {
		dst = append(appendSecond(dst, fileTime(ticks)), '.')
		r.recent.secondOf, r.recent.second = second, append(r.recent.second[:0], dst...)
	}
	dst = appendDigits(dst, ticks%ticksPerSecond, 7)
	text := r.keep(append(dst, 'Z'))
	if ns := int64(ticks) - unixEpoch; -math.MaxInt64/100 <= ns && ns <= math.MaxInt64/100 {
		*v = event.Typed(event.Time, text, uint64(100*ns))
	} else {
		*v = event.TimeText(text, fileTime(ticks))
	}
}

func fileTime(ticks uint64) time.Time {
	seconds := int64(ticks/ticksPerSecond) - unixEpoch/ticksPerSecond
	return time.Unix(seconds, int64(ticks%ticksPerSecond)*100).UTC()
}

// appendSecond writes 2006-01-02T15:04:05.
func appendSecond(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(appendDigits(dst, uint64(year), 4), '-')
	dst = append(appendDigits(dst, uint64(month), 2), '-')
	dst = append(appendDigits(dst, uint64(day), 2), 'T')
	dst = append(appendDigits(dst, uint64(hour), 2), ':')
	dst = append(appendDigits(dst, uint64(minute), 2), ':')
	return appendDigits(dst, uint64(second), 2)
}

// appendDigits writes u with at least n digits.
func appendDigits(dst []byte, u uint64, n int) []byte {
	var b [20]byte
	i := len(b)
	for ; u > 0 || n > 0; u, n = u/10, n-1 {
		i--
		b[i] = '0' + byte(u%10)
	}
	return append(dst, b[i:]...)
}

// setSystemtime reads year, month, day of the week, day, hour, minute, second and
// milliseconds. What is no such time is shown as binary.
func (r *Reader) setSystemtime(v *event.Value, b []byte) bool {
	part := func(i int) int { return int(binary.LittleEndian.Uint16(b[2*i:])) }
	t := time.Date(part(0), time.Month(part(1)), part(3), part(4), part(5), part(6), part(7)*1_000_000, time.UTC)
	if t.Year() != part(0) || int(t.Month()) != part(1) || t.Day() != part(3) || t.Hour() != part(4) || t.Minute() != part(5) || t.Second() != part(6) {
		return r.setBinary(v, b)
	}
	dst := append(appendSecond(r.room(32), t), '.')
	dst = appendDigits(dst, uint64(part(7)), 3)
	*v = event.TimeText(r.keep(append(dst, 'Z')), t)
	return true
}
