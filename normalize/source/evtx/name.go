package evtx

import (
	"encoding/binary"
	"errors"
)

var errName = errors.New("broken element name")

// names resolves the names of a chunk. A name is stored once in the chunk, where
// it is first used, and referred to by its offset.
type names struct {
	chunk    []byte
	byOffset slots[name]       // of this chunk
	interned map[string]string // raw UTF-16 → text, for all chunks of the decoder
	kept     int               // bytes of interned
}

type name struct {
	text string
	raw  []byte // hash, count and characters as they stand in the chunk
	size int    // of the whole structure, when it stands inline
}

func (n *names) reset() {
	n.byOffset.reset()
	if n.interned == nil || n.kept > maxInterned {
		n.interned, n.kept = make(map[string]string), 0
	}
}

// at returns the name at an offset: next(4) hash(2) count(2) characters NUL(2).
func (n *names) at(offset uint32) (name, error) {
	known, ok := n.byOffset.at(offset)
	if ok {
		return known.thing, nil
	}
	if uint64(offset)+8 > uint64(len(n.chunk)) {
		return name{}, errName
	}
	b := n.chunk[offset:]
	size := 2 * int(binary.LittleEndian.Uint16(b[6:]))
	if size > 2*maxName || 8+size+2 > len(b) || nameHash(b[8:8+size]) != binary.LittleEndian.Uint16(b[4:]) {
		return name{}, errName
	}
	raw := b[4 : 8+size]
	nm := name{text: n.intern(raw[4:]), raw: raw, size: 8 + size + 2}
	n.byOffset.put(known, offset, nm)
	return nm, nil
}

func (n *names) intern(raw []byte) string {
	if text, ok := n.interned[string(raw)]; ok {
		return text
	}
	text := string(appendUTF16(nil, raw))
	n.interned[string(raw)] = text
	n.kept += 64 + 2*len(raw)
	return text
}

// nameHash is the hash that Windows stores before a name. It tells a real name
// from the bytes that a wrong offset points at.
func nameHash(raw []byte) uint16 {
	var h uint32
	for ; len(raw) >= 2; raw = raw[2:] {
		h = h*65599 + uint32(binary.LittleEndian.Uint16(raw))
	}
	return uint16(h)
}
