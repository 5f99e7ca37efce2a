package event

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Value is one scalar of an event. It is immutable, small, and safe to copy and
// to share. The zero Value is null: present, without a value.
//
// A value has several faces. Raw is the text as the source wrote it (for binary
// sources the canonical text of the Windows type). Where the value has a
// well-known meaning, its [Meaning] adds the code that Windows logs and the text
// that Windows shows: %%2464 and "Export of persistent cryptographic key.". A
// Hex can be spelt 0x3e7 or 999. Rules match any face; that a value ends with 99
// or has 99 in it is only true of a spelling that the event or Windows has.
type Value struct {
	raw     string
	meaning *Meaning
	bits    uint64
	kind    Kind
}

// Meaning is what a well-known value stands for. It is read-only and shared.
type Meaning struct {
	Code string // what Windows logs: %%2499, 0x80090016
	Text string // what Windows shows: "Machine key.", NTE_BAD_KEYSET; "" for the raw text
}

// TextValue returns s as it is.
func TextValue(s string) Value { return Value{kind: Text, raw: s} }

// IntValue returns a signed integer; its raw text is the decimal one.
func IntValue(i int64) Value {
	return Value{kind: Int, raw: strconv.FormatInt(i, 10), bits: uint64(i)}
}

// UintValue returns an unsigned integer; its raw text is the decimal one.
func UintValue(u uint64) Value {
	return Value{kind: Uint, raw: strconv.FormatUint(u, 10), bits: u}
}

// FloatValue returns a double; its raw text is the shortest exact one.
func FloatValue(f float64) Value {
	return Value{kind: Float, raw: strconv.FormatFloat(f, 'f', -1, 64), bits: math.Float64bits(f)}
}

// BoolValue returns true or false.
func BoolValue(b bool) Value {
	v := Value{kind: Bool, raw: strconv.FormatBool(b)}
	if b {
		v.bits = 1
	}
	return v
}

// TimeValue returns an instant; its raw text is RFC 3339 in UTC with as many
// fractional digits as are needed.
func TimeValue(t time.Time) Value {
	return Value{kind: Time, raw: t.UTC().Format(time.RFC3339Nano), bits: uint64(t.UnixNano())}
}

// HexValue returns an integer that Windows writes as 0x… in lower case without padding.
func HexValue(u uint64) Value {
	return Value{kind: Hex, raw: "0x" + strconv.FormatUint(u, 16), bits: u}
}

// HexText returns u as a Hex that its source spelt raw: a reader that turned
// 0x3e7 into 999 loses the spelling, not the value.
func HexText(raw string, u uint64) Value { return Value{kind: Hex, raw: raw, bits: u} }

// TimeText returns an instant that its source spelt raw: without a zone, as
// seconds since 1970. It is Text where the instant is too far from our time to
// be kept (before 1678, after 2261).
func TimeText(raw string, t time.Time) Value {
	ns := t.UnixNano()
	if !t.Equal(time.Unix(0, ns)) {
		return TextValue(raw)
	}
	return Value{kind: Time, raw: raw, bits: uint64(ns)}
}

// Typed returns a value of kind k from its text and its bits: the number of an
// Int, Uint or Hex, the IEEE 754 bits of a Float, nanoseconds since 1970 of a
// Time, 0 or 1 of a Bool. It is for decoders that have both at hand; they answer
// for the two agreeing.
func Typed(k Kind, raw string, bits uint64) Value { return Value{kind: k, raw: raw, bits: bits} }

// Bits returns the bits that [Typed] makes the value of again.
func (v Value) Bits() uint64 { return v.bits }

// Parse reads raw as a value of kind k and keeps raw as its text. It reports
// false, and returns raw as Text, when raw is not of that kind. An empty raw is
// always Text: Windows writes an empty element for an empty string.
func Parse(k Kind, raw string) (Value, bool) {
	v := Value{kind: k, raw: raw}
	ok := true
	switch k {
	case Null:
		return Value{}, raw == ""
	case Text, Binary:
	case Int:
		var i int64
		i, ok = parse(strconv.ParseInt(raw, 10, 64))
		v.bits = uint64(i)
	case Uint:
		v.bits, ok = parse(strconv.ParseUint(raw, 10, 64))
	case Float:
		var f float64
		f, ok = parse(strconv.ParseFloat(raw, 64))
		v.bits = math.Float64bits(f)
	case Bool:
		var b bool
		b, ok = parse(strconv.ParseBool(raw))
		if b {
			v.bits = 1
		}
	case Hex:
		if ok = isHexText(raw); ok {
			v.bits, ok = parse(strconv.ParseUint(raw[2:], 16, 64))
		}
	case Time:
		var t time.Time
		if t, ok = parse(time.Parse(time.RFC3339Nano, raw)); ok {
			v = TimeText(raw, t)
			ok = v.kind == Time
		}
	case GUID:
		ok = isGUID(raw)
	case SID:
		ok = isSID(raw)
	}
	if !ok {
		return TextValue(raw), k == Text
	}
	return v, true
}

func parse[T any](v T, err error) (T, bool) { return v, err == nil }

// isGUID reports whether s is a GUID with or without braces, in any case.
func isGUID(s string) bool {
	if len(s) == 38 && s[0] == '{' && s[37] == '}' {
		s = s[1:37]
	}
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !isHexDigit(c) {
			return false
		}
	}
	return true
}

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// isSID reports whether s has the form S-1-n[-n]…, as [MS-DTYP] 2.4.2.1 writes it.
func isSID(s string) bool {
	rest, ok := strings.CutPrefix(s, "S-1-")
	if !ok || rest == "" {
		return false
	}
	for i := range len(rest) {
		c := rest[i]
		if c == '-' && (i == 0 || i == len(rest)-1 || rest[i-1] == '-') || c != '-' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// WithMeaning returns v with the faces of m. A nil m removes them.
func (v Value) WithMeaning(m *Meaning) Value {
	v.meaning = m
	return v
}

// Meaning returns what the value stands for, nil when that is not known.
func (v Value) Meaning() *Meaning { return v.meaning }

// Kind returns the value's type.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether the field is present without a value.
func (v Value) IsNull() bool { return v.kind == Null }

// Raw returns the text as the source wrote it, "" for null.
func (v Value) Raw() string { return v.raw }

// Rendered returns the text to show people: the value's meaning where it has
// one, the raw text otherwise. A Hex or Time that its source spelt as a bare
// number is shown as Windows does.
func (v Value) Rendered() string {
	switch {
	case v.meaning != nil && v.meaning.Text != "":
		return v.meaning.Text
	case v.kind == Hex && !isHexText(v.raw):
		return HexValue(v.bits).raw
	case v.kind == Time && !strings.Contains(v.raw, ":"):
		return TimeValue(time.Unix(0, int64(v.bits))).raw
	}
	return v.raw
}

func isHexText(s string) bool { return len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' }

// String is Rendered.
func (v Value) String() string { return v.Rendered() }

// Int returns the value as a signed integer, if it is an integer that fits.
func (v Value) Int() (int64, bool) {
	switch v.kind {
	case Int:
		return int64(v.bits), true
	case Uint, Hex:
		return int64(v.bits), v.bits <= math.MaxInt64
	}
	return 0, false
}

// Uint returns the value as an unsigned integer, if it is an integer that fits.
func (v Value) Uint() (uint64, bool) {
	switch v.kind {
	case Uint, Hex:
		return v.bits, true
	case Int:
		return v.bits, int64(v.bits) >= 0
	}
	return 0, false
}

// Float returns the value of a Float.
func (v Value) Float() (float64, bool) { return math.Float64frombits(v.bits), v.kind == Float }

// Bool returns the value of a Bool.
func (v Value) Bool() (val, ok bool) { return v.bits != 0, v.kind == Bool }

// Time returns the instant of a Time in UTC.
func (v Value) Time() (time.Time, bool) {
	if v.kind != Time {
		return time.Time{}, false
	}
	return time.Unix(0, int64(v.bits)).UTC(), true
}

// Clone returns v with texts of its own, so that it keeps no input buffer alive.
func (v Value) Clone() Value {
	v.raw = strings.Clone(v.raw)
	if v.meaning != nil {
		v.meaning = &Meaning{Code: strings.Clone(v.meaning.Code), Text: strings.Clone(v.meaning.Text)}
	}
	return v
}
