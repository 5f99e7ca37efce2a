package source

import (
	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Decoder decodes the batches of any logs. It remembers what saves work and
// recycles its memory, so a goroutine should use one Decoder for all its batches.
type Decoder struct {
	evtx    *evtx.Decoder
	blocks  map[format]*scan.BlockDecoder
	tables  *csvlog.Decoder
	skipped func(Kind, int64)
}

// Selection says which events and fields are worth decoding. Whoever sets it
// answers for what is left out making no difference. It is a licence, not a
// duty: records come whole where leaving out would save nothing. The zero
// Selection is everything.
type Selection struct {
	// Event says what is wanted of the events of a kind; nil: some fields of all. It
	// may be asked any number of times and must give the same answer. An event that
	// does not plainly say what it is, and when it was, is decoded unasked and whole.
	Event func(Kind) Want
	// Skipped is told how many events of a kind were left out of a batch, when its
	// records have been yielded.
	Skipped func(k Kind, n int64)
	// Sketch asks for records of which some fields are wanted as sketches, where the
	// format allows it, so that of their values only those are read that are asked for.
	Sketch bool
}

// Kind is what tells events apart before they are decoded.
type Kind = evtx.Kind

// Want is what is wanted of an event.
type Want = evtx.Want

// The wants. Everything is the zero Want.
const (
	Everything = evtx.Everything
	SomeFields = evtx.SomeFields // it is not known yet which
	Nothing    = evtx.Nothing    // unless the event has more fields of the names that tell its kind
)

// NewDecoder returns a Decoder of what s selects.
func NewDecoder(s Selection) *Decoder {
	d := &Decoder{
		evtx:    evtx.NewDecoder(evtx.Selection{Event: s.Event, Sketch: s.Sketch}),
		blocks:  map[format]*scan.BlockDecoder{},
		tables:  csvlog.NewDecoder(s.Sketch),
		skipped: s.Skipped,
	}
	for f, log := range textFormats {
		d.blocks[f] = log.decoder(s.Sketch)
	}
	return d
}
