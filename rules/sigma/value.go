package sigma

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// textValues returns the alternatives that patterns are for an operator.
func textValues(patterns []notation.Pattern, op ir.Op) ([]ir.Value, *fault) {
	var values []ir.Value
	for _, p := range patterns {
		s, _ := p.Literal()
		if !utf8.ValidString(s) {
			return nil, &fault{code: codeEncoding, msg: "the encoded value is no longer a text that an event could hold", hint: "base64 or base64offset must follow the encoding"}
		}
		values = append(values, ir.Value{Kind: ir.TextValue, Glob: p.Glob(op)})
		if other := otherGUID(s); op == ir.Equals && other != "" {
			values = append(values, ir.Value{Kind: ir.TextValue, Glob: ir.LiteralGlob(other)})
		}
	}
	return values, nil
}

// otherGUID is a GUID with braces without them, and the other way round:
// collectors write it in both ways. What is no GUID has none.
func otherGUID(s string) string {
	if _, ok := event.Parse(event.GUID, s); !ok {
		return ""
	}
	if bare := strings.Trim(s, "{}"); bare != s {
		return bare
	}
	return "{" + s + "}"
}

// numberValue returns the alternative that a number is.
func (m *modifiers) numberValue(n notation.Number) ([]ir.Value, *fault) {
	if m.part != ir.WholeValue && m.op == ir.Equals && (!n.Exact || !inRange(m.part, n.Float)) {
		return nil, &fault{code: codeNumber, msg: fmt.Sprintf("no %s is %s", m.part, n.Shortest)}
	}
	if m.op == ir.Equals && n.Long {
		return []ir.Value{{Kind: ir.TextValue, Glob: ir.LiteralGlob(n.Shortest)}}, nil
	}
	return []ir.Value{{Kind: ir.NumberValue, Text: n.Shortest, Num: n.Number}}, nil
}

// numberValues reads patterns as numbers: a bound may stand in quotes.
func (m *modifiers) numberValues(ps []notation.Pattern) ([]ir.Value, *fault) {
	var values []ir.Value
	for _, p := range ps {
		s := p.String()
		n, ok := notation.ReadDecimal(s)
		if !ok {
			return nil, &fault{code: codeNumber, msg: fmt.Sprintf("%q is not a number", shorten(s)), hint: m.numberHint()}
		}
		v, f := m.numberValue(n)
		if f != nil {
			return nil, f
		}
		values = append(values, v...)
	}
	return values, nil
}

func (m *modifiers) numberHint() string {
	if m.part != ir.WholeValue {
		return fmt.Sprintf("%s is compared with a number", m.part)
	}
	return fmt.Sprintf("%s compares numbers", m.op)
}

// inRange reports whether a time can have a part of that value.
func inRange(p ir.Part, f float64) bool {
	limits := map[ir.Part][2]float64{ir.Minute: {0, 59}, ir.Hour: {0, 23}, ir.Day: {1, 31}, ir.Week: {1, 53}, ir.Month: {1, 12}}
	l, ok := limits[p]
	return !ok || l[0] <= f && f <= l[1]
}

// networkValues reads patterns as networks and warns of bits that a network has
// no place for.
func (r *reader) networkValues(n *yaml.Node, ps []notation.Pattern) ([]ir.Value, *fault) {
	var values []ir.Value
	for _, p := range ps {
		s := p.String()
		prefix, masked, err := notation.ReadNetwork(s)
		if err != nil {
			return nil, &fault{code: codeNetwork, msg: fmt.Sprintf("%q is no network", shorten(s)), hint: "write it like 10.0.0.0/8 or fe80::/10"}
		}
		if masked {
			p := r.report(n, codeHostBits, "%q has bits beyond its length; it is taken as %s", s, prefix)
			p.Hint = "write " + prefix.String()
		}
		values = append(values, ir.Value{Kind: ir.CIDRValue, Prefix: prefix})
	}
	return values, nil
}
