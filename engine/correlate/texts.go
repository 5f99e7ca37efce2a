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
	longs   slab[string]
}

// text is an entry, of the size of a cache line and without pointers.
type text struct {
	hash    uint64
	chain   uint32 // the next entry of the chain
	holders int32
	// Of a key: its groups, and the one to look for next.
	first, next uint32
	long        uint32 // the number of a long text, 0 for a short one
	length      uint8
	short       [35]byte
}

func newTexts() *texts { return &texts{seed: maphash.MakeSeed(), buckets: make([]uint32, 16)} }

func (t *texts) bucket(hash uint64) *uint32 { return &t.buckets[hash&uint64(len(t.buckets)-1)] }

// text returns the text with a number.
func (t *texts) text(i uint32) string {
	e := t.entries.at(i)
	if e.long != 0 {
		return *t.longs.at(e.long)
	}
	return string(e.short[:e.length])
}

// is reports whether an entry is that of a text.
func (t *texts) is(e *text, b []byte) bool {
	if e.long != 0 {
		return *t.longs.at(e.long) == string(b)
	}
	return string(e.short[:e.length]) == string(b)
}

// hold returns the number of a text.
func (t *texts) hold(b []byte) uint32 {
	hash := maphash.Bytes(t.seed, b)
	for i := *t.bucket(hash); i != 0; {
		e := t.entries.at(i)
		if e.hash == hash && t.is(e, b) {
			e.holders++
			return i
		}
		i = e.chain
	}
	if t.count == len(t.buckets) {
		t.grow()
	}
	i, first := t.entries.take(), t.bucket(hash)
	e := t.entries.at(i)
	*e = text{hash: hash, holders: 1, chain: *first}
	if len(b) > len(e.short) {
		e.long = t.longs.take()
		*t.longs.at(e.long) = string(b)
	} else {
		e.length = uint8(copy(e.short[:], b))
	}
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
	if e.long != 0 {
		t.longs.give(e.long)
	}
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
