package tree_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestCheck: what Check lets pass can be bound, and nothing else can.
func TestCheck(t *testing.T) {
	number, text, odd := ir.Value{Kind: ir.NumberValue}, ir.Value{Text: "x"}, ir.Value{Kind: ir.CIDRValue + 1}
	tests := []struct {
		name  string
		node  ir.Node
		sense bool
	}{
		{"text", &ir.Field{Name: "A", Values: []ir.Value{text}}, true},
		{"number", &ir.Field{Name: "A", Op: ir.Less, Values: []ir.Value{number}}, true},
		{"text as a bound", &ir.Field{Name: "A", Op: ir.Less, Values: []ir.Value{text}}, false},
		{"part of a time", &ir.Field{Name: "A", Part: ir.Hour, Values: []ir.Value{number}}, true},
		{"part of a time as text", &ir.Field{Name: "A", Part: ir.Hour, Op: ir.Contains, Values: []ir.Value{number}}, false},
		{"other field", &ir.Field{Name: "A", Ref: "B"}, true},
		{"network of another field", &ir.Field{Name: "A", Ref: "B", Op: ir.CIDR}, false},
		{"unknown value", &ir.Field{Name: "A", Values: []ir.Value{text, odd}}, false},
		{"null", &ir.Field{Name: "A", Op: ir.Null}, true},
		{"keyword", &ir.Keyword{Values: []ir.Value{text}}, true},
		{"unknown keyword", &ir.Keyword{Values: []ir.Value{odd}}, false},
		{"expression without code", &ir.Leaf{}, false},
		{"unknown node", ir.Node(nil), false},
	}
	for _, tt := range tests {
		for _, n := range []ir.Node{tt.node, &ir.Not{Kid: &ir.And{Kids: []ir.Node{tt.node}}}} {
			_, err := tree.NewBinder(&view.Names{}, nil, tree.NewQuestions()).Bind(n)
			if checked := tree.Check(n); (checked == nil) != tt.sense || (err == nil) != tt.sense {
				t.Errorf("%s: Check says %v, Bind %v", tt.name, checked, err)
			}
		}
	}
}
