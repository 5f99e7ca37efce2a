package wintype

// recent remembers texts of the chunk at hand that are likely to come again:
// most SIDs of a log are a handful, and one second has many events.
type recent struct {
	sids     [16]knownSID
	secondOf uint64
	second   []byte // 2006-01-02T15:04:05.
}

type knownSID struct {
	raw  []byte // in the chunk
	text string // in the slab
}

func (r *recent) reset() { clear(r.sids[:]) }

// sid returns the place where a SID is remembered; its last four bytes tell
// accounts apart.
func (r *recent) sid(b []byte) *knownSID {
	n := b[len(b)-4] ^ b[len(b)-3] ^ b[1]<<2
	return &r.sids[n%16]
}
