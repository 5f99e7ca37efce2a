// Package evtxtest writes EVTX files for tests: from a description in words,
// damage included, and byte by byte what only an enemy would write. It shares no
// code with the decoder.
package evtxtest

import (
	"encoding/binary"
	"unicode/utf16"
)

const (
	chunkSize   = 64 << 10
	chunkHeader = 512
)

// Chunk is a chunk that is being written. What is put into it follows what was
// there before.
type Chunk struct {
	B         []byte // header and records so far
	First     uint64 // number of the first record; 0 is 1
	NoSums    bool   // say that there are no checksums
	names     map[string]int
	templates map[string]int
	records   uint64
	last      int // where the last record is
}

// NewChunk returns a chunk without records.
func NewChunk() *Chunk {
	return &Chunk{B: make([]byte, chunkHeader, chunkSize), names: map[string]int{}, templates: map[string]int{}}
}

// Put writes bytes.
func (c *Chunk) Put(b ...byte) { c.B = append(c.B, b...) }

// Put16 writes a little-endian number.
func (c *Chunk) Put16(u uint16) { c.B = binary.LittleEndian.AppendUint16(c.B, u) }

// Put32 writes a little-endian number.
func (c *Chunk) Put32(u uint32) { c.B = binary.LittleEndian.AppendUint32(c.B, u) }

// Put64 writes a little-endian number.
func (c *Chunk) Put64(u uint64) { c.B = binary.LittleEndian.AppendUint64(c.B, u) }

// sized writes content and, before it, its size.
func (c *Chunk) sized(content func()) {
	at := len(c.B)
	c.Put32(0)
	content()
	binary.LittleEndian.PutUint32(c.B[at:], uint32(len(c.B)-at-4))
}

// UTF16 returns s in UTF-16LE.
func UTF16(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func (c *Chunk) first() uint64 { return max(c.First, 1) }

// Record writes a record around content and returns its offset.
func (c *Chunk) Record(content func()) int { return c.RecordAt(0, content) }

// RecordAt is Record with the time of writing, as a FILETIME.
func (c *Chunk) RecordAt(written uint64, content func()) int {
	start := len(c.B)
	c.last = start
	c.Put('*', '*', 0, 0)
	c.Put32(0)
	c.Put64(c.first() + c.records)
	c.Put64(written)
	c.records++
	c.Fragment(content)
	c.Put(make([]byte, (8-(len(c.B)+4)%8)%8)...)
	size := uint32(len(c.B) + 4 - start)
	c.Put32(size)
	binary.LittleEndian.PutUint32(c.B[start+4:], size)
	return start
}

// Fragment writes content as a BinXml fragment.
func (c *Chunk) Fragment(content func()) {
	c.Put(0x0f, 1, 1, 0)
	content()
	c.Put(0)
}

// Name points at a name and writes it where it occurs for the first time.
func (c *Chunk) Name(s string) {
	at, ok := c.names[s]
	if ok {
		c.Put32(uint32(at))
		return
	}
	c.names[s] = len(c.B) + 4
	c.Put32(uint32(len(c.B) + 4))
	var hash uint32
	for _, r := range s {
		hash = hash*65599 + uint32(r)
	}
	c.Put32(0)
	c.Put16(uint16(hash))
	c.Put16(uint16(len(s)))
	c.Put(UTF16(s + "\x00")...)
}
