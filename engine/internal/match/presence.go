package match

import "github.com/rulehound/rulehound/engine/internal/view"

// exists is true of a field that is present, with or without a value.
type exists struct{}

func (exists) Match(f *view.Field) (Hit, bool) { return Hit{0, -1}, f.Len() > 0 }

func (exists) Cost() Cost { return OneText }

// null is true of a field that is absent or has a null among its values. An
// empty text is no null.
type null struct{}

func (null) Match(f *view.Field) (Hit, bool) {
	for i := range f.Len() {
		if f.Value(i).IsNull() {
			return Hit{i, -1}, true
		}
	}
	return Hit{-1, -1}, f.Len() == 0
}

func (null) Cost() Cost { return OneText }
