package replay

// blocks keeps many short texts in few pieces of memory.
type blocks struct{ last []byte }

const keptBlock = 64 << 10

// keep returns a copy of b.
func (k *blocks) keep(b []byte) []byte {
	if cap(k.last)-len(k.last) < len(b) {
		k.last = make([]byte, 0, max(keptBlock, len(b)))
	}
	n := len(k.last)
	k.last = append(k.last, b...)
	return k.last[n:len(k.last):len(k.last)]
}
