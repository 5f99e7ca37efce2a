package source

import (
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

// stretch is a part of a log that stands on its own.
type stretch interface {
	records(d *Decoder) iter.Seq2[*event.Record, error]
	Release()
}

// stretches yields the stretches of a log. An error is the last thing yielded.
func stretches(ctx context.Context, c *content) iter.Seq2[stretch, error] {
	return func(yield func(stretch, error) bool) {
		log, inBlocks := blockLogs[c.format]
		switch {
		case c.format == evtxLog:
			for s, err := range evtx.Chunks(ctx, c.r, c.name, c.opener.evtx...) {
				if !yield(chunk{s}, err) {
					return
				}
			}
		case inBlocks:
			for s, err := range log.blocks(ctx, c.r, c.name) {
				if !yield(block{s, c.format}, err) {
					return
				}
			}
		default:
			decode(ctx, c, yield)
		}
	}
}

// chunk is a stretch of an EVTX log.
type chunk struct{ *evtx.Chunk }

func (c chunk) records(d *Decoder) iter.Seq2[*event.Record, error] { return d.evtx.Records(c.Chunk) }

// blockLogs are the formats whose logs come in blocks.
var blockLogs = map[format]struct {
	blocks  func(context.Context, io.Reader, string) iter.Seq2[*scan.Block, error]
	decoder func(sketches bool) *scan.BlockDecoder
}{
	jsonLog: {jsonl.Blocks, jsonl.NewDecoder},
	xmlLog:  {winxml.Blocks, winxml.NewBlockDecoder},
}

// block is a stretch of such a log.
type block struct {
	*scan.Block
	format format
}

func (b block) records(d *Decoder) iter.Seq2[*event.Record, error] {
	return d.blocks[b.format].Records(b.Block)
}
