package tree

import (
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// Check returns the error that binding a condition would end with: the tree makes
// no sense, which lowering should have refused.
func Check(n ir.Node) error {
	var err error
	switch n := n.(type) {
	case *ir.And, *ir.Or, *ir.AtLeast, *ir.Not:
	case *ir.Field:
		err = match.Check(n)
	case *ir.Keyword:
		err = match.CheckKeyword(n)
	case *ir.Leaf:
		if n.Eval == nil {
			err = errors.New("an expression without code")
		}
	default:
		return fmt.Errorf("condition of an unknown kind %T", n)
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Origin().Line, err)
	}
	for _, kid := range ir.Kids(n) {
		if err := Check(kid); err != nil {
			return err
		}
	}
	return nil
}
