package jsonl

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// place is where in a record something stands.
type place struct {
	in     *scan.Name // the name of the innermost object or array around it
	depth  int        // how many there are
	arrays uint64     // which of them are arrays, a bit each: the lowest is the innermost
}

func (p *place) inArray() bool { return p.arrays&1 != 0 }

// enter goes into an object or array called name.
func (p *place) enter(name *scan.Name, array bool) {
	p.in, p.depth, p.arrays = name, p.depth+1, p.arrays<<1
	if array {
		p.arrays |= 1
	}
}

// leave goes out of the innermost one.
func (p *place) leave() {
	p.depth, p.arrays = p.depth-1, p.arrays>>1
	if !p.inArray() { // Elements have the name of their array.
		p.in = p.in.Parent
	}
}
