package correlate

import "container/heap"

// maxWaiting bounds how many alerts wait for older ones. Beyond it the oldest
// is taken before its time.
const maxWaiting = 1_000_000

// queue puts inputs in the order of their times; those with equal times come in
// the order in which they came in.
type queue struct {
	heap  byTime
	count uint64 // of all that came in
}

type queued struct {
	input
	order uint64
}

func (q *queue) add(in input) {
	q.count++
	heap.Push(&q.heap, queued{in, q.count})
}

// next takes the oldest input out if it is older than t, or too many wait.
func (q *queue) next(t int64) (input, bool) {
	if len(q.heap) == 0 || q.heap[0].time >= t && len(q.heap) <= maxWaiting {
		return input{}, false
	}
	return heap.Pop(&q.heap).(queued).input, true
}

type byTime []queued

func (h byTime) Len() int { return len(h) }
func (h byTime) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	switch {
	case a.time != b.time:
		return a.time < b.time
	case a.seq != b.seq:
		return a.seq < b.seq
	}
	return a.order < b.order
}
func (h byTime) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *byTime) Push(x any)   { *h = append(*h, x.(queued)) }
func (h *byTime) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = queued{}
	*h = old[:len(old)-1]
	return last
}
