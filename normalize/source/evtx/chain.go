package evtx

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

const (
	chunkMagic  = "ElfChnk\x00"
	recordMagic = "**\x00\x00"
	chunkHeader = 0x200 // bytes before the first record
	freeSpace   = 0x30  // where the header says how far records reach

	recordHeader = 24               // magic, size, record number, time
	recordMin    = recordHeader + 4 // … and the size again
)

// span is a piece of a chunk: a record, or what should have been one.
type span struct {
	offset, size int
	number       uint64 // the record's, as its header counts
	loss         string // why it cannot be read, "" if it can
	err          error
}

func u16(b []byte, at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }

// u32 is as large as the number; more than any size in a chunk is cut, so that
// sums do not overflow an int of 32 bits.
func u32(b []byte, at int) int { return int(min(binary.LittleEndian.Uint32(b[at:]), 1<<24)) }

// chain finds the records of a chunk of which present bytes were read; the rest
// of buf is zero. Together the spans cover the chunk up to its free space,
// without a gap.
func chain(buf []byte, present int) []span {
	end := u32(buf, freeSpace)
	if end < chunkHeader || end > len(buf) {
		end = len(buf)
	}
	var spans []span
	for at := chunkHeader; at < end; {
		s := span{offset: at, size: recordAt(buf[at:end])}
		if s.size == 0 {
			s.size = nextRecord(buf, at, end) - at
			s.loss = TornRecord
			if at+s.size > present {
				s.loss = loss.CutOff
			}
		} else {
			s.number = binary.LittleEndian.Uint64(buf[at+8:])
		}
		spans = append(spans, s)
		at += s.size
	}
	return spans
}

// recordAt returns the size of the record that b begins with, 0 when there is
// no whole one: its size stands before and behind it.
func recordAt(b []byte) int {
	if len(b) < recordMin || string(b[:4]) != recordMagic {
		return 0
	}
	size := u32(b, 4)
	if size < recordMin || size > len(b) || u32(b, size-4) != size {
		return 0
	}
	return size
}

// nextRecord returns where the first whole record behind the broken one at
// begins, limit if there is none. Records begin at multiples of eight.
func nextRecord(buf []byte, at, limit int) int {
	// The broken one needs room for a header, or it could not be hidden.
	for at = (at + recordMin + 7) &^ 7; at+recordMin <= limit; at += 8 {
		if recordAt(buf[at:limit]) > 0 {
			return at
		}
	}
	return limit
}

// lose says why the span cannot be read, and hides it.
func (s *span) lose(buf []byte, kind string, err error) {
	s.loss, s.err = kind, err
	s.hide(buf)
}

// hide makes the span a record without content, which the decoder walks over.
// Only the last one can be too short for it, and that is never walked over.
func (s *span) hide(buf []byte) {
	if s.size > recordHeader {
		copy(buf[s.offset:], recordMagic)
		binary.LittleEndian.PutUint32(buf[s.offset+4:], uint32(s.size))
		buf[s.offset+recordHeader] = tokenEnd
	}
}
