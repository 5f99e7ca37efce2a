package tree

// Marks are numbers, a bit each.
type Marks []uint64

// Has reports whether n is marked.
func (m Marks) Has(n int32) bool { return m[n/64]>>(n%64)&1 != 0 }

// Set marks n.
func (m Marks) Set(n int32) { m[n/64] |= 1 << (n % 64) }
