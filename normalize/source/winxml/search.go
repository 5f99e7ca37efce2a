package winxml

import "bytes"

// search looks for the end of something that may have none. It remembers how
// far it has looked in vain, so that an input full of beginnings without ends,
// each of which is tried, is still gone over only once.
type search struct {
	end      string
	from, to int64 // no end begins here, in bytes from the start of the input
}

// index returns the index of the end in b[i:], or -1; b[0] stands at base.
func (s *search) index(b []byte, i int, base int64) int {
	skip := i
	if at := base + int64(i); s.from <= at && at <= s.to {
		skip = int(s.to - base)
	} else {
		s.from = at
	}
	if n := bytes.Index(b[skip:], []byte(s.end)); n >= 0 {
		return skip + n - i
	}
	s.to = base + int64(max(skip, len(b)-len(s.end)+1))
	return -1
}
