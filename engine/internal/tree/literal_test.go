package tree_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestLiterals(t *testing.T) {
	dash := &ir.Field{Name: "A", Op: ir.Contains, Values: []ir.Value{{Glob: ir.Glob{{Kind: ir.Dash}, {Text: "Encode"}, {Kind: ir.AnyRun}, {Text: "abcdefghi"}}}}}
	start := &ir.Field{Name: "A", Values: []ir.Value{{Glob: ir.Glob{{Text: "C:\\"}, {Kind: ir.AnyRun}, {Text: "x"}}}}}
	cased := has("A", "Word")
	cased.Cased = true
	network := &ir.Field{Name: "A", Op: ir.CIDR, Values: []ir.Value{{Kind: ir.CIDRValue, Prefix: netip.MustParsePrefix("10.0.0.0/8")}}}
	four := &ir.Field{Name: "A", Values: []ir.Value{{Kind: ir.NumberValue, Text: "4", Num: ir.Number{Float: 4}}}}
	for _, c := range []struct {
		condition *ir.Field
		want      string
		exact     bool
	}{
		{is("A", "One", "TWO"), "whole one, whole two", true},
		{is("A", ""), "whole ", true},
		{has("A", "Word", "longer word"), "anywhere word, anywhere longer word", true},
		{has("A", "wo", "longer word"), "present , anywhere longer word", false},
		{has("A", ""), "present ", false},
		{cased, "anywhere word", false},
		{four, "whole 4, number 4", true},
		{dash, "anywhere abcdefghi", false},
		{start, "start c:\\", false},
		{expression("A", "(?i)fooo.*(BAR|quux)"), "anywhere fooo", false},
		{expression("A", `(set).*&&\s?set.*(environment|invoke|input).*&&`), "sign &&", false},
		{expression("A", `echo.*(\|\||&&).*clip`), "sign ||, sign &&", false},
		{expression("A", `invoke-expression\s*\("`), "anywhere invoke-expression", false},
		{expression("A", `echo,.*"`), "anywhere echo,", false},
		{expression("A", "x"), "present ", false},
		{network, "present ", false},
		{&ir.Field{Name: "A", Op: ir.Exists}, "present ", true},
		{&ir.Field{Name: "A", Op: ir.Null}, "", false},
	} {
		for _, shorts := range []bool{false, true} {
			n := bind(c.condition)
			e := n.Test.Literals(shorts)
			lits, exact := e.Literals, e.Exact
			var shown []string
			for _, l := range lits {
				text := l.Text
				if l.Place == slots.Number {
					text = fmt.Sprint(l.Number.Float)
				}
				shown = append(shown, [...]string{"present", "whole", "number", "start", "end", "anywhere", "sign"}[l.Place]+" "+text)
			}
			if got := strings.Join(shown, ", "); !shorts && (got != c.want || len(lits) > 0 && exact != c.exact) {
				t.Errorf("%s: %s, exact %v; want %s, %v", show(n), got, exact, c.want, c.exact)
			} else if shorts && c.condition.Op == ir.Contains && strings.Contains(c.want, "longer") && strings.Contains(got, "present") {
				t.Errorf("%s: %s, but short texts are looked for", show(n), got)
			}
		}
	}
}
