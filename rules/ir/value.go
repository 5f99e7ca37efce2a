package ir

import (
	"net/netip"
	"regexp"
)

// ValueKind says which of a Value's forms is compared.
type ValueKind uint8

// The kinds of values.
const (
	TextValue   ValueKind = iota // Glob
	NumberValue                  // Num; a field's text is compared with Text too
	RegexpValue                  // Regexp
	CIDRValue                    // Prefix
)

// Value is one alternative that a field is compared with.
type Value struct {
	Kind ValueKind
	// Text is the author's value, before encodings and wildcards were worked
	// out, as alerts show it. Of a NumberValue it is the shortest decimal text:
	// 999 for 0x3e7, 4 for 4.0.
	Text   string
	Glob   Glob
	Num    Number
	Regexp *regexp.Regexp
	Prefix netip.Prefix
	// Line and Col are where the value stands in the rule file, 1-based; 0 when
	// there is no such place.
	Line, Col int
}

// Glob is a text with wildcards, as segments. Two Literal segments never touch.
// It says nothing of anchors: the operator does.
type Glob []Segment

// Segment is one piece of a Glob.
type Segment struct {
	Kind SegmentKind
	Text string // of a Literal
}

// SegmentKind is what a Segment matches.
type SegmentKind uint8

// The kinds of segments. Every one matches line breaks too.
const (
	Literal SegmentKind = iota
	AnyOne              // ? exactly one character
	AnyRun              // * any number of characters
	Dash                // one of - / – — ― (Sigma's windash)
)

// LiteralGlob returns the glob of a plain text; of "" it is empty.
func LiteralGlob(s string) Glob {
	if s == "" {
		return nil
	}
	return Glob{{Kind: Literal, Text: s}}
}

// Literal returns the text of a glob that has no wildcard.
func (g Glob) Literal() (string, bool) {
	switch {
	case len(g) == 0:
		return "", true
	case len(g) == 1 && g[0].Kind == Literal:
		return g[0].Text, true
	}
	return "", false
}

// Number is an exact integer of 64 bits, signed or unsigned, or else a double.
type Number struct {
	Float    float64 // the value, rounded where it is an integer beyond 2^53
	Bits     uint64  // the magnitude of an exact integer
	Negative bool    // of an exact integer
	Exact    bool    // an integer that Bits and Negative hold exactly
}
