package binxml

import (
	"encoding/binary"
	"errors"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

var errName = errors.New("broken element name")

const (
	maxName     = 1 << 10 // characters of an element's name
	maxInterned = 1 << 20 // bytes of names kept across chunks
)

// names resolves the names of a chunk. A name is stored once in the chunk, where
// it is first used, and referred to by its offset.
type names struct {
	chunk    []byte
	byOffset Slots[name]      // of this chunk
	interned map[string]known // by raw UTF-16, for all chunks of the decoder
	kept     int              // bytes of interned
}

type name struct {
	text string
	raw  string // hash, count and characters as they stand in the chunk
	size int    // of the whole structure, when it stands inline
}

// known is a text that was met before.
type known struct {
	text string
	raw  string // what it is as a name
}

func (n *names) reset() {
	n.byOffset.Reset()
	if n.interned == nil || n.kept > maxInterned {
		n.interned, n.kept = make(map[string]known), 0
	}
}

// at returns the name at an offset: next(4) hash(2) count(2) characters NUL(2).
func (n *names) at(offset uint32) (name, error) {
	if known, ok := n.byOffset.At(offset); ok {
		return *known, nil
	}
	if uint64(offset)+8 > uint64(len(n.chunk)) {
		return name{}, errName
	}
	b := n.chunk[offset:]
	size := 2 * int(binary.LittleEndian.Uint16(b[6:]))
	if size > 2*maxName || 8+size+2 > len(b) || nameHash(b[8:8+size]) != binary.LittleEndian.Uint16(b[4:]) {
		return name{}, errName
	}
	k := n.intern(b[8 : 8+size])
	nm := name{text: k.text, raw: k.raw, size: 8 + size + 2}
	n.byOffset.Put(offset, nm)
	return nm, nil
}

// intern returns a text, from UTF-16, that lives as long as the decoder.
func (n *names) intern(raw []byte) known {
	if k, ok := n.interned[string(raw)]; ok {
		return k
	}
	b := binary.LittleEndian.AppendUint16(nil, nameHash(raw))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(raw)/2))
	b = append(b, raw...)
	k := known{text: string(wintype.AppendUTF16(nil, raw)), raw: string(b)}
	n.interned[k.raw[4:]] = k
	n.kept += 64 + 3*len(raw)
	return k
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
