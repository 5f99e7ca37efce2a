package correlate

import "hash/maphash"

// texts numbers texts from 1 on, each as long as somebody holds it. It is a
// hash table of its own, since with many texts most of a lookup's time goes into
// waiting for memory, and this one touches little of it.
type texts struct {
	seed    maphash.Seed
	buckets []uint32 // the first entry of each chain
	count   int
	entries slab[text]
}

type text struct {
	text    string
	hash    uint64
	chain   uint32 // the next entry of the chain
	holders int32
	// Of a key: its groups, and the one to look for next.
	first, next uint32
}

func newTexts() *texts { return &texts{seed: maphash.MakeSeed(), buckets: make([]uint32, 16)} }

func (t *texts) bucket(hash uint64) *uint32 { return &t.buckets[hash&uint64(len(t.buckets)-1)] }

// hold returns the number of a text.
func (t *texts) hold(b []byte) uint32 {
	hash := maphash.Bytes(t.seed, b)
	for i := *t.bucket(hash); i != 0; {
		e := t.entries.at(i)
		if e.hash == hash && e.text == string(b) {
			e.holders++
			return i
		}
		i = e.chain
	}
	if t.count == len(t.buckets) {
		t.grow()
	}
	i, first := t.entries.take(), t.bucket(hash)
	*t.entries.at(i) = text{text: string(b), hash: hash, holders: 1, chain: *first}
	*first = i
	t.count++
	return i
}

func (t *texts) release(i uint32) {
	e := t.entries.at(i)
	if e.holders--; e.holders > 0 {
		return
	}
	at := t.bucket(e.hash)
	for *at != i {
		at = &t.entries.at(*at).chain
	}
	*at = e.chain
	t.entries.give(i)
	t.count--
}

func (t *texts) grow() {
	old := t.buckets
	t.buckets = make([]uint32, 2*len(old))
	for _, i := range old {
		for i != 0 {
			e := t.entries.at(i)
			next, first := e.chain, t.bucket(e.hash)
			e.chain, *first = *first, i
			i = next
		}
	}
}
