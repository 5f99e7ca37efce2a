package plan

import (
	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/slots"
)

// worth chooses the tests that the index of a program answers: those that rules
// need as witnesses, long lists, and what those searches find in passing. To ask
// the others is cheaper, since that happens only where a witness is.
//
//	CommandLine|contains|all: ['-nop', 'DownloadString']
//	→  'DownloadString' is the witness: one place in eight is looked at
//	   '-nop' would need every second place: it is asked where the other one is
func (x *indexer) worth(needed []witnesses) []bool {
	made := searches{places: map[search]bool{}, least: map[int32]int{}}
	keep := make([]bool, len(x.found))
	for _, w := range needed {
		for _, test := range w.tests {
			keep[test] = true
		}
	}
	for test := range x.found {
		if keep[test] = keep[test] || len(x.found[test]) > longList; keep[test] {
			made.add(x, int32(test))
		}
	}
	for test := range x.found {
		keep[test] = keep[test] || made.inPassing(x, int32(test))
	}
	return keep
}

// longList is the number of literals from which on a test is too dear to be
// asked of a long text.
const longList = 16

// leastPassing is the length from which on texts are found anywhere in passing, where as
// short ones are looked for.
const leastPassing = slots.ShortLength + 1

// searches are the ways in which an index looks at the values of slots.
type searches struct {
	places map[search]bool
	least  map[int32]int // by slot: the length from which on texts are looked for anywhere
}

// search looks at a place of a slot.
type search struct {
	slot  int32
	place slots.Place
}

// add adds the searches that find the test's literals.
func (s *searches) add(x *indexer, test int32) {
	for _, id := range x.found[test] {
		l := &x.literals[id]
		s.places[search{l.Slot, l.Place}] = true
		if least, ok := s.least[l.Slot]; l.Place == slots.Anywhere && (!ok || len(l.Text) < least) {
			s.least[l.Slot] = min(len(l.Text), find.FullStride)
		}
	}
}

// inPassing reports whether the searches find all of the test's literals in passing. Of
// short ones they would find many, and each costs a comparison.
func (s *searches) inPassing(x *indexer, test int32) bool {
	for _, id := range x.found[test] {
		l := &x.literals[id]
		switch {
		case l.Place == slots.Present: // costs nothing
		case !s.places[search{l.Slot, l.Place}], l.Place == slots.Anywhere && len(l.Text) < max(s.least[l.Slot], leastPassing):
			return false
		}
	}
	return true
}
