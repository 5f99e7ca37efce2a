package evtx

import (
	"bytes"
	"encoding/binary"
)

const (
	chunkSize    = 64 << 10
	chunkHeader  = 512
	recordHeader = 24 // magic(4) size(4) number(8) written(8)
	recordMin    = recordHeader + 4
)

const chunkMagic = "ElfChnk\x00"

var recordMagic = []byte{'*', '*', 0, 0}

// span is where a record stands in its chunk.
type span struct {
	start, end int
	number     uint64 // as the record's header counts
	torn       bool   // its end was never written
}

// body is the record's BinXML, without the size that is repeated at its end.
func (s span) body() (pos, end int) { return s.start + recordHeader, s.end - 4 }

// freeSpace is where the header says that live records end. What lies beyond
// was given up: it is not in the log any more.
func freeSpace(chunk []byte) int { return int(binary.LittleEndian.Uint32(chunk[48:])) }

// liveEnd is where the live records of what was read of a chunk end.
func liveEnd(chunk []byte) int {
	end := freeSpace(chunk)
	switch {
	case end >= chunkHeader && end <= len(chunk):
		return end
	case end > len(chunk) && end <= chunkSize:
		return len(chunk) // the chunk is cut
	}
	// The header says nothing that can be true. Records begin at multiples of eight.
	return min(len(chunk), max(chunkHeader, (used(chunk)+7)&^7))
}

// recordAt reads the header at pos. A record whose repeated size is zero was
// being written when the page was lost: it is torn, but may still be decoded.
func recordAt(chunk []byte, pos, end int) (span, bool) {
	if pos+recordMin > end || !bytes.Equal(chunk[pos:pos+4], recordMagic) {
		return span{}, false
	}
	size := binary.LittleEndian.Uint32(chunk[pos+4:])
	if size < recordMin || uint64(size) > uint64(end-pos) {
		return span{}, false
	}
	s := span{start: pos, end: pos + int(size), number: binary.LittleEndian.Uint64(chunk[pos+8:])}
	again := binary.LittleEndian.Uint32(chunk[s.end-4:])
	s.torn = again != size
	return s, again == size || again == 0
}

// nextRecord returns where the first whole record at or behind pos begins, end
// if there is none.
func nextRecord(chunk []byte, pos, end int) int {
	for ; pos < end; pos++ {
		i := bytes.Index(chunk[pos:end], recordMagic)
		if i < 0 {
			break
		}
		pos += i
		if s, ok := recordAt(chunk, pos, end); ok && !s.torn {
			return pos
		}
	}
	return end
}

// used is the length of b without trailing zeros.
func used(b []byte) int { return len(bytes.TrimRight(b, "\x00")) }
