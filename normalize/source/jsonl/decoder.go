package jsonl

import (
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Decoder decodes blocks, whose records its method Records yields. It remembers names
// and recycles memory, so one should decode many blocks.
type Decoder = scan.BlockDecoder

// NewDecoder returns a Decoder, of sketches where it can.
func NewDecoder(sketches bool) *Decoder {
	r := newReader(&scan.Window{}, "")
	r.sketch, r.s.stays = sketches, true
	return scan.NewBlockDecoder(r.w, r)
}
