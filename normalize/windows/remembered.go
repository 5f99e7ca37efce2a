package windows

import (
	"sync"
	"sync/atomic"

	"github.com/rulehound/rulehound/normalize/event"
)

// remembered are meanings of numbers that occurred: there are few of them, and
// they come again and again. The zero value remembers nothing yet.
type remembered struct {
	known sync.Map // uint64 → *event.Meaning
	count atomic.Int32
}

// maxRemembered bounds what is remembered of one table.
const maxRemembered = 1 << 12

// of returns the meaning of u, from make where it is not known; nil is not
// remembered.
func (r *remembered) of(u uint64, make func(uint64) *event.Meaning) *event.Meaning {
	if m, ok := r.known.Load(u); ok {
		return m.(*event.Meaning)
	}
	m := make(u)
	if m != nil && r.count.Add(1) < maxRemembered {
		r.known.Store(u, m)
	}
	return m
}
