// Package memo remembers results that many goroutines ask for again and again.
package memo

import (
	"maps"
	"sync/atomic"
)

// Memo remembers results that come again and again; the zero Memo knows none.
// Readers take no lock and allocate nothing; a new result copies what is there,
// which the bound keeps cheap. When it is full, results are simply made again.
type Memo[K comparable, V any] struct {
	known atomic.Pointer[map[K]V]
}

// Limit is how many results a Memo remembers.
const Limit = 1024

// Get returns the result for key, from make where it is not known. With it make
// returns the key to remember it by, which must not keep a record alive.
func (m *Memo[K, V]) Get(key K, make func(K) (K, V)) V {
	if known := m.known.Load(); known != nil {
		if v, ok := (*known)[key]; ok {
			return v
		}
	}
	key, v := make(key)
	m.put(key, v)
	return v
}

func (m *Memo[K, V]) put(key K, v V) {
	for {
		old := m.known.Load()
		next := map[K]V{}
		if old != nil {
			if len(*old) >= Limit {
				return
			}
			next = maps.Clone(*old)
		}
		next[key] = v
		if m.known.CompareAndSwap(old, &next) {
			return
		}
	}
}
