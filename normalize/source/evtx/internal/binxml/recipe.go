package binxml

import (
	"bytes"
	"encoding/binary"
)

// Definition is a template definition that was read.
type Definition struct {
	Root   *Node
	Size   int // nodes in it
	recipe recipe
}

// Follows reports whether the definition at b[pos:] is the same one.
func (d *Definition) Follows(b []byte, pos int) bool { return d.recipe.follows(b, pos) }

// Steps is how much work Follows may be.
func (d *Definition) Steps() int { return len(d.recipe.steps) }

// recipe is what a template definition is made of, free of what differs from
// chunk to chunk: names by their text, lengths and offsets left out. A compiled
// template is used for a definition in another chunk only if that one follows
// the same recipe to the byte, so a crafted file cannot pass its own template
// off under a known GUID.
type recipe struct {
	steps []step
	body  []byte // the recipe's own copy of the definition it was noted from
	start int    // where that stood in its chunk
	mark  int    // where the bytes not yet noted begin
	cut   bool   // it ends where the definition does, without an end of its own
}

type step struct {
	bytes []byte // must stand here
	name  string // then a reference to this name, if not empty: see names.at
	gap   int    // then so many bytes of any value
}

// begin begins to note the definition in b[pos:end].
func (r *recipe) begin(b []byte, pos, end int) {
	r.body, r.start, r.mark = bytes.Clone(b[pos:end]), pos, pos
	r.steps = make([]step, 0, 1+len(r.body)/bytesPerStep)
}

// bytesPerStep is how much of a definition a step stands for, about.
const bytesPerStep = 24

func (r *recipe) resume(pos int) {
	if r != nil {
		r.mark = pos
	}
}

func (r *recipe) name(pos int, nm name) {
	if r != nil {
		r.steps = append(r.steps, step{bytes: r.pending(pos), name: nm.raw})
	}
}

func (r *recipe) gap(pos, n int) {
	if r != nil {
		r.steps = append(r.steps, step{bytes: r.pending(pos), gap: n})
		r.mark = pos + n
	}
}

// finish ends the recipe with the end of the definition at pos, a token. A definition
// that is cut off before is no beginning of another one.
func (r *recipe) finish(pos int) {
	r.cut = pos >= r.start+len(r.body)
	r.steps = append(r.steps, step{bytes: r.pending(min(pos+1, r.start+len(r.body)))})
}

func (r *recipe) pending(pos int) []byte {
	if pos <= r.mark || pos-r.start > len(r.body) {
		return nil
	}
	return r.body[r.mark-r.start : pos-r.start]
}

// follows reports whether the definition body at pos is the one of the recipe.
func (r *recipe) follows(b []byte, pos int) bool {
	for i := range r.steps {
		s := &r.steps[i]
		if len(b)-pos < len(s.bytes)+s.gap || !bytes.Equal(b[pos:pos+len(s.bytes)], s.bytes) {
			return false
		}
		pos += len(s.bytes) + s.gap
		if s.name == "" {
			continue
		}
		if len(b)-pos < 4 {
			return false
		}
		offset := int(binary.LittleEndian.Uint32(b[pos:]))
		pos += 4
		if offset < 0 || offset+4+len(s.name) > len(b) || string(b[offset+4:offset+4+len(s.name)]) != s.name {
			return false
		}
		if offset == pos {
			pos += 4 + len(s.name) + 2
		}
	}
	return !r.cut || pos == len(b)
}
