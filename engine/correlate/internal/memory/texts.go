package memory

import "hash/maphash"

// Texts numbers texts from 1 on, each as long as somebody holds it. It is a
// hash table of its own, since with many texts most of a lookup's time goes into
// waiting for memory, and this one touches little of it.
type Texts struct {
	seed    maphash.Seed
	buckets []uint32 // the first entry of each chain
	count   int
	entries Slab[Entry]
	longs   Slab[string]
}

// Entry is one text, of the size of a cache line and without pointers.
type Entry struct {
	hash    uint64
	chain   uint32 // the next entry of the chain
	holders int32
	// For those who hold it, who come here anyway: the first of what they have
	// of the text, and the next to look at.
	First, Next uint32
	long        uint32 // the number of a long text, 0 for a short one
	length      uint8
	short       [35]byte
}

// NewTexts returns Texts without a text.
func NewTexts() *Texts { return &Texts{seed: maphash.MakeSeed(), buckets: make([]uint32, 16)} }

func (t *Texts) bucket(hash uint64) *uint32 { return &t.buckets[hash&uint64(len(t.buckets)-1)] }

// Text returns the text with a number.
func (t *Texts) Text(i uint32) string {
	e := t.entries.At(i)
	if e.long != 0 {
		return *t.longs.At(e.long)
	}
	return string(e.short[:e.length])
}

// is reports whether an entry is that of a text.
func (t *Texts) is(e *Entry, b []byte) bool {
	if e.long != 0 {
		return *t.longs.At(e.long) == string(b)
	}
	return string(e.short[:e.length]) == string(b)
}

// Entry returns the entry with a number.
func (t *Texts) Entry(i uint32) *Entry { return t.entries.At(i) }

// Hold returns the number of a text, until Release of it.
func (t *Texts) Hold(b []byte) uint32 {
	hash := maphash.Bytes(t.seed, b)
	for i := *t.bucket(hash); i != 0; {
		e := t.entries.At(i)
		if e.hash == hash && t.is(e, b) {
			e.holders++
			return i
		}
		i = e.chain
	}
	if t.count == len(t.buckets) {
		t.grow()
	}
	i, first := t.entries.Take(), t.bucket(hash)
	e := t.entries.At(i)
	*e = Entry{hash: hash, holders: 1, chain: *first}
	if len(b) > len(e.short) {
		e.long = t.longs.Take()
		*t.longs.At(e.long) = string(b)
	} else {
		e.length = uint8(copy(e.short[:], b))
	}
	*first = i
	t.count++
	return i
}

// Share holds a text that is held already.
func (t *Texts) Share(i uint32) { t.entries.At(i).holders++ }

// Release undoes one Hold or Share.
func (t *Texts) Release(i uint32) {
	e := t.entries.At(i)
	if e.holders--; e.holders > 0 {
		return
	}
	at := t.bucket(e.hash)
	for *at != i {
		at = &t.entries.At(*at).chain
	}
	*at = e.chain
	if e.long != 0 {
		t.longs.Give(e.long)
	}
	t.entries.Give(i)
	t.count--
}

func (t *Texts) grow() {
	old := t.buckets
	t.buckets = make([]uint32, 2*len(old))
	for _, i := range old {
		for i != 0 {
			e := t.entries.At(i)
			next, first := e.chain, t.bucket(e.hash)
			e.chain, *first = *first, i
			i = next
		}
	}
}
