package hits

// blocks keeps many short texts in few pieces of memory, which serves again when they
// are not needed any more.
type blocks struct{ used, free [][]byte }

const keptBlock = 256 << 10

// keep returns a copy of b, which is valid until reset.
func (k *blocks) keep(b []byte) []byte {
	last := len(k.used) - 1
	if last < 0 || cap(k.used[last])-len(k.used[last]) < len(b) {
		k.used = append(k.used, k.block(len(b)))
		last++
	}
	n := len(k.used[last])
	k.used[last] = append(k.used[last], b...)
	return k.used[last][n:]
}

// block returns an empty block for n bytes or more.
func (k *blocks) block(n int) []byte {
	last := len(k.free) - 1
	if n > keptBlock || last < 0 {
		return make([]byte, 0, max(keptBlock, n))
	}
	b := k.free[last]
	k.free = k.free[:last]
	return b
}

// reset makes k empty. Memory of long texts is given up.
func (k *blocks) reset() {
	for i, b := range k.used {
		if cap(b) == keptBlock {
			k.free = append(k.free, b[:0])
		}
		k.used[i] = nil
	}
	k.used = k.used[:0]
}
