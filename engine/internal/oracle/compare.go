package oracle

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"time"
)

// comparison decides over one value that is not null.
type comparison func(content) bool

// equals compares whole values. "Numbers in rules match a number in the event or
// its decimal text … Equality also succeeds against the event's value without
// trailing blanks." A GUID may have its braces or not.
func equals(w written, p pattern, cased bool) comparison {
	spellings := []pattern{p}
	if s, whole := p.text(); whole && guid.MatchString(s) {
		if bare := strings.Trim(s, "{}"); bare != s {
			spellings = append(spellings, plain(bare))
		} else {
			spellings = append(spellings, plain("{"+s+"}"))
		}
	}
	whole := trimmable("", stands(spellings, everywhere, cased))
	return func(c content) bool {
		return whole(c) || w.number != nil && !w.digits && c.number != nil && w.number.Cmp(c.number) == 0
	}
}

var guid = regexp.MustCompile(`^(?i)(\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// trimmable lets equality succeed without trailing blanks, too.
func trimmable(operator string, like comparison) comparison {
	if operator != "" {
		return like
	}
	return func(c content) bool { return like(c) || like(c.trimmed()) }
}

// stands looks for any of the patterns in a place of the value.
func stands(patterns []pattern, where place, cased bool) comparison {
	var in, is []func(string) bool
	for _, p := range patterns {
		if !cased {
			p = p.folded()
		}
		in = append(in, p.in(where))
		if _, plain := p.text(); plain && where == everywhere {
			is = append(is, p.in(where))
		}
	}
	return func(c content) bool {
		for _, f := range c.faces {
			s := f.folded
			if cased {
				s = f.text
			}
			tests := in
			if f.entire {
				tests = is
			}
			for _, found := range tests {
				if found(s) {
					return true
				}
			}
		}
		return false
	}
}

// exists tells whether the field is there, with a value or without.
func exists(name string, w written) test {
	want := strings.EqualFold(w.text, "true")
	return func(v *view) bool { return (len(v.values(name)) > 0) == want }
}

// absent is null: "matches absent or explicitly null, not ”".
func absent(name string) test {
	return func(v *view) bool {
		values := v.values(name)
		for _, c := range values {
			if c.null {
				return true
			}
		}
		return len(values) == 0
	}
}

// reference compares the field with another one of the same event.
func reference(name, other string, where place) test {
	return func(v *view) bool {
		for _, o := range v.values(other) {
			for _, of := range o.faces {
				if of.entire && where != everywhere {
					continue
				}
				like := stands([]pattern{plain(of.text)}, where, false)
				if where == everywhere {
					like = equals(written{}, plain(of.text), false)
				}
				for _, c := range v.values(name) {
					if !c.null && like(c) {
						return true
					}
				}
			}
		}
		return false
	}
}

// matchesExpression searches. "$ without m also matches before one final line
// break, as PCRE does."
func matchesExpression(w written, flags string) (comparison, error) {
	source := w.text
	if flags != "" {
		source = "(?" + flags + ")" + source
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, fmt.Errorf("expression: %w", err)
	}
	return func(c content) bool {
		for _, f := range c.faces {
			if f.entire {
				continue
			}
			if re.MatchString(f.text) || strings.Contains(source, "$") && re.MatchString(strings.TrimSuffix(f.text, "\n")) {
				return true
			}
		}
		return false
	}, nil
}

var zone = regexp.MustCompile(`%[^/]*`)

// insideNetwork reads the value as an address. "IPv4-mapped IPv6 addresses match
// IPv4 networks; host bits are masked with a warning; a bare address is /32 or
// /128; a zone index is ignored."
func insideNetwork(w written) (comparison, error) {
	text := zone.ReplaceAllString(w.text, "")
	network, err := netip.ParsePrefix(text)
	if err != nil {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("network: %w", err)
		}
		network = netip.PrefixFrom(address, address.BitLen())
	}
	if network.Addr().Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(network.Addr().Unmap(), network.Bits()-96)
	}
	return func(c content) bool {
		for _, f := range c.faces {
			address, err := netip.ParseAddr(f.text)
			address = address.WithZone("")
			if err == nil && (network.Contains(address) || network.Contains(address.Unmap())) {
				return true
			}
		}
		return false
	}, nil
}

// measured compares numbers: the value's own, or a part of the time that it is.
// "A quoted number as bound of lt… is accepted; hex text in the event is no
// number there."
func measured(w written, operator, part string) (comparison, error) {
	bound := w.number
	if bound == nil {
		bound = decimal(w.text)
	}
	if bound == nil {
		return nil, errors.New("not a number")
	}
	if part != "" && operator == "" && !isPart(bound, part) {
		return nil, fmt.Errorf("no %s is %s", part, w.text)
	}
	return func(c content) bool {
		number := c.number
		if part != "" {
			number = partOf(c.raw, part)
		} else if c.hex {
			number = nil
		}
		return number != nil && holds(near(number).Cmp(near(bound)), operator)
	}, nil
}

// near is the number as comparisons have it: integers beyond 64 bits and fractions
// are the nearest doubles.
func near(n *big.Rat) *big.Rat {
	if n.IsInt() && (n.Num().IsInt64() || n.Num().IsUint64()) {
		return n
	}
	f, _ := n.Float64()
	if math.IsInf(f, 0) {
		return n
	}
	return new(big.Rat).SetFloat64(f)
}

func holds(order int, operator string) bool {
	switch operator {
	case "lt":
		return order < 0
	case "lte":
		return order <= 0
	case "gt":
		return order > 0
	case "gte":
		return order >= 0
	}
	return order == 0
}

// partLimits is what the parts of a time can be.
var partLimits = map[string][2]float64{"minute": {0, 59}, "hour": {0, 23}, "day": {1, 31}, "week": {1, 53}, "month": {1, 12}}

// isPart reports whether a part of a time can be n.
func isPart(n *big.Rat, part string) bool {
	limits, ok := partLimits[part]
	f, _ := n.Float64()
	return n.IsInt() && (!ok || limits[0] <= f && f <= limits[1])
}

// timeForms are the ways in which Windows and its collectors write times.
var timeForms = []string{
	"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00",
	"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
	"2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05.999999999 -0700",
}

// partOf reads a part of a time "as it is written, no zone conversion; week is
// ISO 8601".
func partOf(s, part string) *big.Rat {
	for _, form := range timeForms {
		t, err := time.Parse(form, s)
		if err != nil || !strings.Contains(form, "15") && (part == "hour" || part == "minute") {
			continue
		}
		_, week := t.ISOWeek()
		number := map[string]int{"minute": t.Minute(), "hour": t.Hour(), "day": t.Day(),
			"week": week, "month": int(t.Month()), "year": t.Year()}[part]
		return big.NewRat(int64(number), 1)
	}
	return nil
}
