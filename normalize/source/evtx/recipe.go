package evtx

import (
	"bytes"
	"encoding/binary"
)

// recipe is what a template definition is made of, free of what differs from
// chunk to chunk: names by their text, lengths and offsets left out. A compiled
// template is used for a definition in another chunk only if that one follows
// the same recipe to the byte, so a crafted file cannot pass its own template
// off under a known GUID.
type recipe struct {
	steps []step
	mark  int // where the bytes not yet noted begin
}

type step struct {
	bytes []byte // must stand here
	name  []byte // then a reference to this name, if not nil
	gap   int    // then so many bytes of any value
}

func (r *recipe) start(pos int) { r.resume(pos) }

func (r *recipe) resume(pos int) {
	if r != nil {
		r.mark = pos
	}
}

func (r *recipe) name(b []byte, pos int, nm name) {
	if r != nil {
		r.steps = append(r.steps, step{bytes: r.pending(b, pos), name: bytes.Clone(nm.raw)})
	}
}

func (r *recipe) gap(b []byte, pos, n int) {
	if r != nil {
		r.steps = append(r.steps, step{bytes: r.pending(b, pos), gap: n})
		r.mark = pos + n
	}
}

func (r *recipe) finish(b []byte, pos int) {
	r.steps = append(r.steps, step{bytes: r.pending(b, pos)})
}

func (r *recipe) pending(b []byte, pos int) []byte {
	if pos <= r.mark || pos > len(b) {
		return nil
	}
	return bytes.Clone(b[r.mark:pos])
}

// follows reports whether the definition body at pos is the one of the recipe.
func (r *recipe) follows(b []byte, pos int) bool {
	for i := range r.steps {
		s := &r.steps[i]
		if len(b)-pos < len(s.bytes)+s.gap || !bytes.Equal(b[pos:pos+len(s.bytes)], s.bytes) {
			return false
		}
		pos += len(s.bytes) + s.gap
		if s.name == nil {
			continue
		}
		if len(b)-pos < 4 {
			return false
		}
		offset := int(binary.LittleEndian.Uint32(b[pos:]))
		pos += 4
		if offset < 0 || offset+4+len(s.name) > len(b) || !bytes.Equal(b[offset+4:offset+4+len(s.name)], s.name) {
			return false
		}
		if offset == pos {
			pos += 4 + len(s.name) + 2
		}
	}
	return true
}
