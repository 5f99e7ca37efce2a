package evtx

// carve yields the records that stand between pos and the end of a chunk,
// though they are not in the log: Windows has given them up or lost them, and
// some of what describes them may be overwritten.
func (d *decoder) carve(chunk []byte, pos int, yield func(item) bool) {
	for pos = nextRecord(chunk, pos, len(chunk)); pos < len(chunk); {
		it := d.next(chunk, pos, len(chunk))
		it.carved = true
		if it.loss != "" {
			it.loss = LostCarved
		}
		if !yield(it) {
			return
		}
		pos = nextRecord(chunk, it.offset+it.size, len(chunk))
	}
}
