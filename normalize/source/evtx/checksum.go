package evtx

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// Places in a chunk's header.
const (
	atRecordsSum = 52
	atFlags      = 120
	atHeaderSum  = 124

	flagNoSums = 4
)

var (
	errHeaderSum  = errors.New("the chunk's header has another checksum")
	errRecordsSum = errors.New("the chunk's records have another checksum")
)

// checksums compares a chunk with the checksums in its header. What does not
// agree is a sign that someone or something has changed the log; it is told, and
// the records are read all the same.
func checksums(chunk []byte) error {
	if binary.LittleEndian.Uint32(chunk[atFlags:])&flagNoSums != 0 {
		return nil
	}
	header := crc32.Update(crc32.ChecksumIEEE(chunk[:atFlags]), crc32.IEEETable, chunk[atHeaderSum+4:chunkHeader])
	if header != binary.LittleEndian.Uint32(chunk[atHeaderSum:]) {
		return errHeaderSum
	}
	end := freeSpace(chunk)
	if end < chunkHeader || end > len(chunk) {
		return nil // the chunk is cut, which is told already
	}
	if crc32.ChecksumIEEE(chunk[chunkHeader:end]) != binary.LittleEndian.Uint32(chunk[atRecordsSum:]) {
		return errRecordsSum
	}
	return nil
}
