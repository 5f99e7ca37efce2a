package replay

// blocks keeps many short texts in few pieces of memory, which serves again when they
// are not needed any more.
type blocks struct{ used, free [][]byte }

const keptBlock = 256 << 10

// room returns an empty slice to append a text to, for [blocks.keep].
func (k *blocks) room() []byte {
	last := len(k.used) - 1
	if last < 0 {
		return nil
	}
	b := k.used[last]
	return b[len(b):]
}

// keep returns b, which was appended to what room returned, or a copy of it. It is valid
// until reset.
func (k *blocks) keep(b []byte) []byte {
	if last := len(k.used) - 1; last >= 0 && len(b) > 0 {
		block := k.used[last]
		if n := len(block); cap(block)-n >= len(b) && &block[:n+1][n] == &b[0] {
			k.used[last] = block[:n+len(b)] // Fast path: it stands there.
			return b
		}
	}
	k.used = append(k.used, append(k.block(len(b)), b...))
	return k.used[len(k.used)-1]
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
