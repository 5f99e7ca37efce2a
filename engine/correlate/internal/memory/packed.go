package memory

import (
	"encoding/binary"
	"math"
)

// appendTexts appends texts, each with its length.
func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// decoder reads what was appended. What is not there is zero, and wrong.
type decoder struct {
	rest  string
	wrong bool
}

func (d *decoder) number() uint64 {
	v, shift := uint64(0), 0
	for i := range len(d.rest) {
		c := d.rest[i]
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return v
		}
		if shift += 7; shift > 63 {
			break
		}
	}
	d.rest, d.wrong = "", true
	return 0
}

// count reads the number of things that follow, each of a byte at least.
func (d *decoder) count() int {
	n := d.number()
	if n > uint64(len(d.rest)) || n > math.MaxInt32 {
		d.rest, d.wrong = "", true
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}
