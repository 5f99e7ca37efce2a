package evtxtest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

const headerSize = 4 << 10

// File returns an EVTX file of the chunks.
func File(chunks ...*Chunk) []byte {
	var written [][]byte
	next := uint64(1)
	for _, c := range chunks {
		next = c.first() + c.records
		written = append(written, c.Bytes())
	}
	return file(written, next)
}

// file puts the header before the chunks; next is the number of the next record.
func file(chunks [][]byte, next uint64) []byte {
	f := make([]byte, headerSize)
	copy(f, "ElfFile\x00")
	le := binary.LittleEndian
	le.PutUint64(f[16:], uint64(max(len(chunks), 1)-1))
	le.PutUint64(f[24:], next)
	le.PutUint32(f[32:], 128)
	le.PutUint16(f[36:], 1)
	le.PutUint16(f[38:], 3)
	le.PutUint16(f[40:], headerSize)
	le.PutUint16(f[42:], uint16(len(chunks)))
	le.PutUint32(f[124:], crc32.ChecksumIEEE(f[:120]))
	return append(f, bytes.Join(chunks, nil)...)
}

// Bytes returns the chunk with its header, 64 KiB.
func (c *Chunk) Bytes() []byte {
	b := append([]byte(nil), c.B...)
	copy(b, "ElfChnk\x00")
	le := binary.LittleEndian
	first, last := c.first(), c.first()+max(c.records, 1)-1
	le.PutUint64(b[8:], first)
	le.PutUint64(b[16:], last)
	le.PutUint64(b[24:], first)
	le.PutUint64(b[32:], last)
	le.PutUint32(b[40:], 128)
	le.PutUint32(b[44:], uint32(c.last))
	le.PutUint32(b[48:], uint32(len(b)))
	if c.NoSums {
		le.PutUint32(b[120:], 4)
	}
	b = append(b, make([]byte, chunkSize-len(b))...)
	Seal(b)
	return b
}

// Seal writes the checksums of a chunk anew.
func Seal(chunk []byte) {
	le := binary.LittleEndian
	if free := int(le.Uint32(chunk[48:])); free >= chunkHeader && free <= len(chunk) {
		le.PutUint32(chunk[52:], crc32.ChecksumIEEE(chunk[chunkHeader:free]))
	}
	sealHeader(chunk)
}

func sealHeader(chunk []byte) {
	sum := crc32.Update(crc32.ChecksumIEEE(chunk[:120]), crc32.IEEETable, chunk[128:chunkHeader])
	binary.LittleEndian.PutUint32(chunk[124:], sum)
}
