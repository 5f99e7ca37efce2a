package memo

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// ByLabel remembers what is known of labels. It finds it by their numbers, and
// takes little room for those that were never asked for.
type ByLabel[T any] struct {
	places []uint32 // by number: the place in known, from 1 on
	known  []remembered[T]
	other  T // for labels that have no number
}

type remembered[T any] struct {
	label *event.Label
	about T
}

// Of returns what is known of l, until the next call. If nothing is, the caller
// fills it in.
func (b *ByLabel[T]) Of(l *event.Label) (about *T, known bool) {
	// Fast path: small enough to stand where it is called.
	if uint(l.Number) < uint(len(b.places)) {
		if at := b.places[l.Number]; at > 0 && b.known[at-1].label == l {
			return &b.known[at-1].about, true
		}
	}
	return b.learn(l), false
}

// Expect makes room for what is to be known of labels, if nothing is known yet.
func (b *ByLabel[T]) Expect(labels []*event.Label) {
	if b.known != nil {
		return
	}
	b.known = slices.Grow(b.known, len(labels))
	b.number(Highest(labels))
}

// Highest is the highest number of labels, -1 if none has one.
func Highest(labels []*event.Label) int {
	n := -1
	for _, l := range labels {
		n = max(n, l.Number)
	}
	return n
}

// number makes places for numbers up to n.
func (b *ByLabel[T]) number(n int) {
	if n -= len(b.places) - 1; n > 0 {
		b.places = append(b.places, make([]uint32, n)...)
	}
}

// learn makes room for what is known of l.
func (b *ByLabel[T]) learn(l *event.Label) *T {
	if l.Number < 0 {
		return &b.other
	}
	b.number(l.Number)
	at := &b.places[l.Number]
	if *at == 0 {
		b.known = append(b.known, remembered[T]{})
		*at = uint32(len(b.known))
	}
	b.known[*at-1] = remembered[T]{label: l}
	return &b.known[*at-1].about
}
