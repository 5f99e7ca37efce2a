package match

import (
	"bytes"
	"fmt"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// fieldRef compares a field's texts with those of another field of the event.
type fieldRef struct {
	other int // its slot
	holds func(a, b []byte) bool
	whole bool // it compares whole texts
	cased bool
}

func newFieldRef(f *ir.Field, slot int) (Predicate, error) {
	r := fieldRef{other: slot, whole: f.Op == ir.Equals, cased: f.Cased}
	switch f.Op {
	case ir.Equals:
		r.holds = equalButBlanks
	case ir.Contains:
		r.holds = bytes.Contains
	case ir.StartsWith:
		r.holds = bytes.HasPrefix
	case ir.EndsWith:
		r.holds = bytes.HasSuffix
	default:
		return nil, fmt.Errorf("%s cannot compare two fields", f.Op)
	}
	return r, nil
}

func equalButBlanks(a, b []byte) bool {
	return bytes.Equal(a, b) || bytes.Equal(TrimBlanks(a), b)
}

func (r fieldRef) Match(f *view.Field) (Hit, bool) {
	other := f.Sibling(r.other)
	mine, theirs := f.FoldedFaces(), other.FoldedFaces()
	for i := range mine {
		for j := range theirs {
			a, b := mine[i].Folded, theirs[j].Folded
			if r.cased {
				a, b = f.Exact(&mine[i]), other.Exact(&theirs[j])
			}
			if (r.whole || !mine[i].Entire && !theirs[j].Entire) && r.holds(a, b) {
				return Hit{mine[i].Value, -1}, true
			}
		}
	}
	return Hit{-1, -1}, false
}

func (r fieldRef) Cost() Cost { return OneText }
