package match

import (
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// numberSet is true of a value that is equal to one of some numbers: 4.0 is 4,
// and integers of 64 bits are exact.
type numberSet []numbered

type numbered struct {
	number  ir.Number
	pattern int
}

func (s numberSet) Match(f *view.Field) (Hit, bool) {
	for i := range f.Len() {
		n, ok := NumberOf(f.Value(i))
		if !ok {
			continue
		}
		for j := range s {
			if compare(n, s[j].number) == 0 {
				return Hit{i, s[j].pattern}, true
			}
		}
	}
	return Hit{-1, -1}, false
}

func (s numberSet) Cost() Cost { return OneText }

// NumberOf returns the number that v is equal to: by its type, which may be Hex,
// or as decimal text. It is [Normal].
func NumberOf(v event.Value) (ir.Number, bool) {
	if v.Kind() == event.Hex {
		return integer(v)
	}
	return number(v)
}
