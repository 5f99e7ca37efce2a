package replay

// blocks keeps many short texts in few pieces of memory.
type blocks [][]byte

const keptBlock = 256 << 10

// keep returns a copy of b, which is valid until the blocks are taken. Memory comes
// from free, if there is some.
func (k *blocks) keep(b []byte, free *freeBlocks) []byte {
	last := len(*k) - 1
	if last < 0 || cap((*k)[last])-len((*k)[last]) < len(b) {
		*k = append(*k, free.room(len(b)))
		last++
	}
	n := len((*k)[last])
	(*k)[last] = append((*k)[last], b...)
	return (*k)[last][n:]
}

// freeBlocks are blocks of keptBlock bytes that are empty.
type freeBlocks [][]byte

// room returns an empty block for n bytes or more.
func (f *freeBlocks) room(n int) []byte {
	last := len(*f) - 1
	if n > keptBlock || last < 0 {
		return make([]byte, 0, max(keptBlock, n))
	}
	b := (*f)[last]
	*f = (*f)[:last]
	return b
}

// take makes k empty, and takes its memory but for that of long texts.
func (f *freeBlocks) take(k *blocks) {
	for i, b := range *k {
		if cap(b) == keptBlock {
			*f = append(*f, b[:0])
		}
		(*k)[i] = nil
	}
	*k = (*k)[:0]
}
