package plan

import "slices"

// lists are many short lists of numbers, one after the other in one piece of
// memory. List i goes from first[i] to first[i+1].
type lists struct{ first, all []int32 }

// newLists returns n lists of the pairs that each gives: the list and a number
// in it. Each is called twice and must give the same.
func newLists(n int, each func(yield func(list, number int32))) lists {
	l := lists{first: make([]int32, n+1)}
	each(func(list, _ int32) { l.first[list+1]++ })
	for i := range n {
		l.first[i+1] += l.first[i]
	}
	l.all = make([]int32, l.first[n])
	next := append([]int32(nil), l.first[:n]...)
	each(func(list, number int32) {
		l.all[next[list]] = number
		next[list]++
	})
	return l
}

// listsOf returns the lists of, in one piece.
func listsOf(of [][]int32) lists {
	l := lists{first: make([]int32, 1, len(of)+1)}
	for _, numbers := range of {
		l.all = append(l.all, numbers...)
		l.first = append(l.first, int32(len(l.all)))
	}
	l.all = slices.Clip(l.all)
	return l
}

// of returns list i.
func (l *lists) of(i int32) []int32 { return l.all[l.first[i]:l.first[i+1]] }

// through gives each list of l together with the numbers that next has for its own.
func (l *lists) through(next lists) func(yield func(list, number int32)) {
	return func(yield func(list, number int32)) {
		for i := range int32(len(l.first) - 1) {
			for _, n := range l.of(i) {
				for _, number := range next.of(n) {
					yield(i, number)
				}
			}
		}
	}
}
