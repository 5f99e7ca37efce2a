package normalize

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/memo"
)

// arrangement finds the fields of a shape in records that have them in another
// order: some collectors have none, and write an object as its members come. Its
// twin is laying out such a record as a shape of its own.
type arrangement struct {
	*shape
	places []uint16 // by a label's number: where it is first in the shape, from 1 on
}

// maxArranged bounds the numbers of labels that can be arranged.
const maxArranged = 1 << 12

// arrange returns the arrangement of s, false where the order of its fields tells
// something: where those of one label do not stand together, those of two go by one
// name, or there are lists of objects.
func arrange(s *shape, seats func(*event.Label) *seat) (*arrangement, bool) {
	a := &arrangement{shape: s, places: make([]uint16, min(memo.Highest(s.labels)+1, maxArranged))}
	names := make([]uint64, 0, 2*len(s.labels))
	for i, l := range s.labels {
		if l.Number < 0 || l.Number >= maxArranged || i >= maxArranged {
			return a, false
		}
		if i > 0 && s.labels[i-1] == l {
			continue
		}
		if a.places[l.Number] != 0 {
			return a, false
		}
		a.places[l.Number] = uint16(i + 1)
		at := seats(l)
		if at.listed {
			return a, false
		}
		names = append(names, at.names...)
	}
	slices.Sort(names)
	return a, len(slices.Compact(names)) == len(names)
}

// order says where the values of the arrangement's fields stand in a record with
// these labels. It appends to order, which is empty, and reports whether the record
// has the same fields.
func (a *arrangement) order(order []int32, labels []*event.Label) ([]int32, bool) {
	if len(labels) != len(a.labels) {
		return order, false
	}
	for range labels {
		order = append(order, -1)
	}
	for i, l := range labels {
		if uint(l.Number) >= uint(len(a.places)) || a.places[l.Number] == 0 {
			return order, false
		}
		at := int(a.places[l.Number]) - 1
		for at < len(order) && order[at] >= 0 {
			at++ // one of several values
		}
		if at == len(order) || a.labels[at] != l {
			return order, false
		}
		order[at] = int32(i)
	}
	return order, true
}

// anyOrder is the same for records with the same labels, in whatever order, and for
// hardly any others.
func anyOrder(labels []*event.Label) (sum uint64) {
	for _, l := range labels {
		h := (uint64(l.Number) + 1) * 0x9e3779b97f4a7c15
		sum += h ^ h>>29
	}
	return sum
}

// namesOf returns what is the same for all fields that go by one of f's names.
func namesOf(f *event.Field) []uint64 {
	names := []uint64{nameSum(f.Section, f.Name)}
	if f.Path != "" {
		names = append(names, nameSum(f.Section, f.Path))
	}
	return names
}

func nameSum(s event.Section, name string) uint64 {
	return memo.Sum([]byte(strings.ToLower(strings.ReplaceAll(name, " ", "")))) + uint64(s)
}

// arranged is a sketch whose values are counted as those of a shape are.
type arranged struct {
	sketch event.Sketch
	order  []int32 // nil: as they stand
}

// isRow reports whether the record is a row of a table.
func (a *arranged) isRow() bool {
	_, ok := a.sketch.(*row)
	return ok
}

// at returns where value i stands.
func (a *arranged) at(i int32) int {
	if a.order != nil {
		i = a.order[i]
	}
	return int(i)
}

func (a *arranged) raw(i int32) ([]byte, bool) { return a.sketch.Raw(a.at(i)) }

func (a *arranged) value(i int32) event.Value { return a.sketch.Value(a.at(i)) }
