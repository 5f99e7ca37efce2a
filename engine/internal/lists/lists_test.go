package lists_test

import (
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/lists"
)

// TestLists holds lists against a slice of slices.
func TestLists(t *testing.T) {
	numbers := [][]int32{{2, 0}, nil, {2}, {0, 2}} // by what they hold
	l := lists.New(4, lists.Pairs(numbers))
	for i, want := range [][]int32{{0, 3}, nil, {0, 2, 3}, nil} {
		if got := l.Of(int32(i)); !slices.Equal(got, want) {
			t.Errorf("list %d is %v, want %v", i, got, want)
		}
	}
	next := lists.Join([][]int32{{7}, {8, 9}, nil, {7, 6}})
	through := lists.New(4, l.Through(next))
	for i, want := range [][]int32{{7, 7, 6}, nil, {7, 7, 6}, nil} {
		if got := through.Of(int32(i)); !slices.Equal(got, want) {
			t.Errorf("list %d leads to %v, want %v", i, got, want)
		}
	}
}
