package evtxtest

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Write returns the EVTX file that a text describes. It is written as Describe
// says, in chunks that begin where the text says "chunk", and with damage:
//
//	chunk foreign     (the damage of a chunk, if any: see chunkDamages)
//	event 5059
//	damage zeroed     (of the record: see recordDamages)
func Write(text string) ([]byte, error) {
	var chunks [][]byte
	number := uint64(1)
	for i, section := range strings.Split("\n"+text, "\nchunk") {
		damage, body, _ := strings.Cut(section, "\n")
		events, err := Describe(body)
		if err != nil {
			return nil, err
		}
		if i == 0 && len(events) == 0 {
			continue // comments before the first chunk
		}
		c := NewChunk()
		c.First = number
		b, err := c.damaged(events, strings.TrimSpace(damage))
		if err != nil {
			return nil, err
		}
		number += c.records
		chunks = append(chunks, b)
	}
	return file(chunks, number), nil
}

// damaged writes events with their damage, and returns the chunk with its own.
func (c *Chunk) damaged(events []Event, damage string) ([]byte, error) {
	var at []int
	for _, e := range events {
		at = append(at, c.Event(e))
	}
	at = append(at, len(c.B))
	if len(c.B) > chunkSize {
		return nil, fmt.Errorf("%d events are more than a chunk holds", len(events))
	}
	b := c.Bytes()
	for i, e := range events {
		if e.Damage == "" {
			continue
		}
		do, ok := recordDamages[e.Damage]
		if !ok {
			return nil, fmt.Errorf("unknown damage %q", e.Damage)
		}
		do(b, at[i], at[i+1])
	}
	Seal(b)
	if damage != "" {
		do, ok := chunkDamages[damage]
		if !ok {
			return nil, fmt.Errorf("unknown damage %q of a chunk", damage)
		}
		b = do(b)
	}
	return b, nil
}

// recordDamages are what may happen to the record between two places.
var recordDamages = map[string]func(chunk []byte, at, end int){
	"unfinished":     func(b []byte, _, end int) { clear(b[end-4 : end]) }, // no size behind it
	"size 0":         func(b []byte, at, _ int) { clear(b[at+4 : at+8]) },
	"zeroed":         func(b []byte, at, end int) { clear(b[at:end]) },
	"other template": func(b []byte, at, _ int) { b[at+30]++ }, // than the one that stands there
	"many values":    func(b []byte, at, _ int) { binary.LittleEndian.PutUint32(b[at+38:], 1<<31) },
	"given up":       func(b []byte, at, _ int) { binary.LittleEndian.PutUint32(b[48:], uint32(at)) }, // with all that follow
}

// chunkDamages are what may happen to a chunk.
var chunkDamages = map[string]func([]byte) []byte{
	"empty":           func(b []byte) []byte { clear(b); return b },
	"magic":           func(b []byte) []byte { clear(b[:8]); return b },
	"foreign":         func(b []byte) []byte { return []byte(strings.Repeat("foreign!", len(b)/8)) },
	"header checksum": func(b []byte) []byte { b[124]++; return b },
	"checksum":        func(b []byte) []byte { b[52]++; sealHeader(b); return b },
	"no checksums":    func(b []byte) []byte { clear(b[52:56]); clear(b[124:128]); b[120] = 4; return b },
	"no end":          func(b []byte) []byte { binary.LittleEndian.PutUint32(b[48:], 1<<31); sealHeader(b); return b },
	"cut":             func(b []byte) []byte { return b[:(chunkHeader+len(strings.TrimRight(string(b), "\x00")))/2] },
}
