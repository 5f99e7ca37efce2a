// Package memo remembers what was made and found of values, since logs repeat themselves:
// results that many goroutines ask for ([Memo]), and what one goroutine met in the fields of
// records ([Values], [Texts], [ByLabel]).
package memo

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Memo remembers results that come again and again; the zero Memo knows none.
// Readers take no lock and allocate nothing, but for results that are new: those are
// apart until they were looked for about as often as there are results in all, so that
// copying what is known costs little. When it is full, results are simply made again.
type Memo[K comparable, V any] struct {
	known atomic.Pointer[map[K]V]

	mu     sync.Mutex
	fresh  map[K]V // those that are new
	misses int     // how often one was looked for that is not among the known
}

// Limit is how many results a Memo remembers.
const Limit = 1024

// Get returns the result for key, from make where it is not known. With it make
// returns the key to remember it by, which must not keep a record alive.
func (m *Memo[K, V]) Get(key K, make func(K) (K, V)) V {
	known := m.all()
	v, ok := known[key]
	if !ok && len(known) < Limit {
		v, ok = m.new(key)
	}
	if !ok {
		if key, v = make(key); len(known) < Limit {
			m.put(key, v)
		}
	}
	return v
}

// all returns the known results, which nobody writes to.
func (m *Memo[K, V]) all() map[K]V {
	if known := m.known.Load(); known != nil {
		return *known
	}
	return nil
}

// new returns a result that is new, or has become known meanwhile. When that was tried
// often enough the new ones become known.
func (m *Memo[K, V]) new(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.all()
	if v, ok := known[key]; ok {
		return v, true
	}
	v, ok := m.fresh[key]
	if m.misses++; m.misses > len(known)+len(m.fresh) {
		next := make(map[K]V, len(known)+len(m.fresh))
		maps.Copy(next, known)
		maps.Copy(next, m.fresh)
		m.known.Store(&next)
		m.fresh, m.misses = nil, 0
	}
	return v, ok
}

func (m *Memo[K, V]) put(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.all())+len(m.fresh) >= Limit {
		return
	}
	if m.fresh == nil {
		m.fresh = map[K]V{}
	}
	m.fresh[key] = v
}
