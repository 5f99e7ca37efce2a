package slots

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/normalize/event"
)

// longLine is the length from which on a line is looked up before it is looked through.
const longLine = 128

// hasLines reports whether raw can be looked through line by line: it has some, and no
// literal is in two of them. Folding leaves lines what they are.
func (x *slotIndex) hasLines(raw string) bool {
	return len(raw) > 2*longLine && !x.broken && (x.inside != nil || x.bytes != nil) && strings.IndexByte(raw, '\n') >= 0
}

// findLines adds the literals that are anywhere in raw, which has lines. What the long ones
// have may be known; those between them are looked through together.
//
//	Severity = …          ┐
//	Host Version = …      ┘ looked through
//	Host Application = …  5 KB: known since the second event
//	Sequence Number = 42  ┐
//	User = …              ┘ looked through
func (x *slotIndex) findLines(found *find.Hits, raw string, s *Scratch, m *memory) {
	for raw != "" {
		start, end := nextLong(raw)
		x.findText(found, s, raw[:start])
		if start < end {
			line := raw[start:end]
			m.lines.Find(found, event.TextValue(line), &s.kept, func(found *find.Hits) { x.findText(found, s, line) })
		}
		raw = raw[end:]
	}
}

// nextLong returns where the first long line of text begins and ends.
func nextLong(text string) (start, end int) {
	for start+longLine <= len(text) {
		long := start + longLine
		if i := lastBreak((*[longLine]byte)(fold.Bytes(text[start:long]))); i >= 0 {
			start += i + 1
			continue
		}
		if i := strings.IndexByte(text[long:], '\n'); i >= 0 {
			return start, long + i
		}
		return start, len(text)
	}
	return len(text), len(text)
}

// lastBreak returns where the last '\n' of text is, or -1. It looks at eight bytes at once.
func lastBreak(text *[longLine]byte) int {
	const breaks, low = 0x0a0a0a0a0a0a0a0a, 0x7f7f7f7f7f7f7f7f
	for i := longLine - 8; i >= 0; i -= 8 {
		w := binary.LittleEndian.Uint64(text[i:]) ^ breaks
		if none := w&low + low | w | low; none != math.MaxUint64 { // the high bits of bytes that are 0 are not set
			return i + 7 - bits.LeadingZeros64(^none)/8
		}
	}
	return -1
}
