package ir_test

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

func text(s string) ir.Value { return ir.Value{Glob: ir.LiteralGlob(s), Text: s} }

// tree is a condition with every kind of node in it, and a selection in two
// places.
func tree() ir.Node {
	selection := &ir.And{Meta: ir.Meta{Label: "selection"}, Kids: []ir.Node{
		&ir.Field{Name: "Image", Op: ir.EndsWith, Values: []ir.Value{text(`\cmd.exe`), text("it's")}},
		&ir.Field{Name: "EventID", Values: []ir.Value{{Kind: ir.NumberValue, Text: "4688"}}},
		&ir.Field{Name: "Image", Op: ir.StartsWith, Ref: "ParentImage"},
		&ir.Field{Name: "UtcTime", Part: ir.Hour, Op: ir.GreaterOrEqual, Values: []ir.Value{{Kind: ir.NumberValue, Text: "20"}}},
		&ir.Field{Name: "User", Op: ir.Null},
		&ir.Field{Name: "Ip", Op: ir.CIDR, Values: []ir.Value{{Kind: ir.CIDRValue, Prefix: netip.MustParsePrefix("10.0.0.0/8")}}},
		&ir.Field{Name: "A", Op: ir.Regexp, Values: []ir.Value{{Kind: ir.RegexpValue, Regexp: regexp.MustCompile("a$")}}},
		&ir.Field{Name: "B", Cased: true, Values: []ir.Value{{Glob: ir.Glob{
			{Kind: ir.AnyRun}, {Kind: ir.Literal, Text: "x"}, {Kind: ir.AnyOne}, {Kind: ir.Dash}, {Kind: ir.Literal, Text: "n\x00"},
		}}}},
		&ir.Field{Name: "C", Values: []ir.Value{text("")}},
	}}
	return &ir.Or{Kids: []ir.Node{
		selection,
		&ir.Not{Kid: &ir.AtLeast{N: 2, Kids: []ir.Node{
			selection,
			&ir.Keyword{Meta: ir.Meta{Label: "words"}, Values: []ir.Value{text("a"), text("b")}},
			&ir.Leaf{Meta: ir.Meta{Text: `len(D) > 5`}, Fields: []string{"D", "Image"}},
		}}},
	}}
}

func TestFormat(t *testing.T) {
	const want = `or
  selection: and
    Image endswith '\cmd.exe', 'it''s'
    EventID equals 4688
    Image startswith field ParentImage
    hour of UtcTime gte 20
    User null
    Ip cidr 10.0.0.0/8
    A re /a$/
    B equals cased *'x'?<->"n\x00"
    C equals ''
  not
    at least 2
      selection: as above
      words: keyword 'a', 'b'
      expression "len(D) > 5" reads D, Image
`
	if got := ir.Format(tree()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestAll(t *testing.T) {
	var got []string
	for n := range ir.All(tree()) {
		got = append(got, strings.TrimPrefix(fmt.Sprintf("%T", n), "*ir."))
	}
	want := []string{"Or", "And", "Field", "Field", "Field", "Field", "Field", "Field", "Field", "Field", "Field", "Not", "AtLeast", "Keyword", "Leaf"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	n := 0
	for range ir.All(tree()) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("a break after three nodes saw %d", n)
	}
}

func TestFields(t *testing.T) {
	want := []string{"A", "B", "C", "D", "EventID", "Image", "Ip", "ParentImage", "User", "UtcTime"}
	if got := ir.Fields(tree()); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// TestDeepSharing: what hangs together in many places is walked once.
func TestDeepSharing(t *testing.T) {
	var n ir.Node = &ir.Field{Name: "a"}
	for range 60 {
		n = &ir.And{Kids: []ir.Node{n, n}}
	}
	count := 0
	for range ir.All(n) {
		count++
	}
	if count != 61 {
		t.Errorf("%d nodes", count)
	}
}
