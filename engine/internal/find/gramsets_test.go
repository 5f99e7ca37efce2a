package find

import (
	"slices"
	"testing"
)

func TestGramSets(t *testing.T) {
	for name, c := range map[string]struct {
		count map[int]int // of literals, by length
		want  [][2]int    // from which length on literals are in a set, and the size of its grams
	}{
		"none":                     {nil, nil},
		"long":                     {map[int]int{11: 300}, [][2]int{{11, 4}}},
		"a short one among many":   {map[int]int{6: 1, 9: 10, 11: 300}, [][2]int{{6, 4}}},
		"a few of four, many long": {map[int]int{4: 10, 11: 300}, [][2]int{{4, 3}, {11, 4}}},
		"many of four, many long":  {map[int]int{4: 300, 11: 2000}, [][2]int{{4, 4}}},
		"two bytes":                {map[int]int{2: 20, 11: 300}, [][2]int{{2, 2}, {11, 4}}},
	} {
		var count [FullStride + 1]int
		for length, n := range c.count {
			count[length] = n
		}
		var got [][2]int
		for _, set := range gramSetsOf(&count) {
			got = append(got, [2]int{set.from, set.size})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
