package correlate

import (
	"math"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
)

// reading is what some correlations need of the fields of one source's alerts.
// They ask one after the other, so the last alert's is kept.
type reading struct {
	fields []string
	how    howToRead
	texts  *memory.Texts  // that numbers stand for; only of together
	secret *memory.Secret // of digests

	alert   *alert.Alert
	numbers []uint64
	buf     []byte
}

type howToRead uint8

const (
	together  howToRead = iota // the number of one text of all fields, with or without values
	asTexts                    // digests of the field's values, or of what all fields are together if each has one
	asNumbers                  // the bits of the field's values that are numbers
)

// of returns the numbers of an alert, which stay until those of another one are
// asked for.
func (r *reading) of(a *alert.Alert) []uint64 {
	if r.alert == a {
		return r.numbers
	}
	r.forget()
	r.alert = a
	switch {
	case r.how == together:
		r.buf = memory.AppendKey(r.buf[:0], a, r.fields)
		r.numbers = append(r.numbers, uint64(r.texts.Hold(r.buf)))
	case len(r.fields) > 1:
		for _, f := range r.fields {
			if len(a.Exported(f)) == 0 {
				return nil
			}
		}
		r.buf = memory.AppendKey(r.buf[:0], a, r.fields)
		r.numbers = append(r.numbers, r.secret.Digest(r.buf))
	default:
		for _, v := range a.Exported(r.fields[0]) {
			if r.how == asTexts {
				r.buf = append(r.buf[:0], v...)
				r.numbers = append(r.numbers, r.secret.Digest(r.buf))
			} else if f, ok := number(v); ok {
				r.numbers = append(r.numbers, math.Float64bits(f))
			}
		}
	}
	return r.numbers
}

func (r *reading) forget() {
	if r.texts != nil {
		for _, i := range r.numbers {
			r.texts.Release(uint32(i))
		}
	}
	r.alert, r.numbers = nil, r.numbers[:0]
}

// number reads a decimal number.
func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	// Fast path: most are small whole numbers.
	if n, ok := digits(s); ok {
		return n, true
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' && c|0x20 != 'e' {
			return 0, false // neither hexadecimal nor infinite
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// digits reads a number of nothing but digits that a float64 can be exactly.
func digits(s string) (float64, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return float64(n), len(s) > 0 && len(s) <= 15
}
