// Package lists keeps many short lists of numbers in one piece of memory.
package lists

import "slices"

// Numbers are many short lists of numbers, one after the other in one piece of
// memory. List i goes from first[i] to first[i+1].
type Numbers struct{ first, all []int32 }

// New returns n lists of the pairs that each gives: the list and a number
// in it. Each is called twice and must give the same.
func New(n int, each func(yield func(list, number int32))) Numbers {
	l := Numbers{first: make([]int32, n+1)}
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

// Join returns the lists of, in one piece.
func Join(of [][]int32) Numbers {
	l := Numbers{first: make([]int32, 1, len(of)+1)}
	for _, numbers := range of {
		l.all = append(l.all, numbers...)
		l.first = append(l.first, int32(len(l.all)))
	}
	l.all = slices.Clip(l.all)
	return l
}

// Len returns how many lists there are.
func (l *Numbers) Len() int { return len(l.first) - 1 }

// Of returns list i.
func (l *Numbers) Of(i int32) []int32 { return l.all[l.first[i]:l.first[i+1]] }

// Through gives each list of l together with the numbers that next has for its own.
func (l *Numbers) Through(next Numbers) func(yield func(list, number int32)) {
	return func(yield func(list, number int32)) {
		for i := range int32(len(l.first) - 1) {
			for _, n := range l.Of(i) {
				for _, number := range next.Of(n) {
					yield(i, number)
				}
			}
		}
	}
}

// Pairs gives each number in of[i] together with i.
func Pairs(of [][]int32) func(yield func(list, number int32)) {
	return func(yield func(list, number int32)) {
		for i, numbers := range of {
			for _, n := range numbers {
				yield(n, int32(i))
			}
		}
	}
}
