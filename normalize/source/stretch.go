package source

import (
	"context"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// stretch is a part of a log that stands on its own.
type stretch interface {
	records(d *Decoder) iter.Seq2[*event.Record, error]
	Release()
}

// stretches yields the stretches of a log. An error is the last thing yielded.
func (c *content) stretches(ctx context.Context) iter.Seq2[stretch, error] {
	return func(yield func(stretch, error) bool) {
		switch c.format {
		case evtxLog:
			for s, err := range evtx.Chunks(ctx, c.r, c.name, c.opener.evtx...) {
				if !yield(chunk{s}, err) {
					return
				}
			}
		case csvLog:
			for s, err := range csvlog.Blocks(ctx, c.r, c.name) {
				if !yield(table{s}, err) {
					return
				}
			}
		default:
			for s, err := range textFormats[c.format].blocks(ctx, c.r, c.name) {
				if !yield(block{s, c.format}, err) {
					return
				}
			}
		}
	}
}

// chunk is a stretch of an EVTX log.
type chunk struct{ *evtx.Chunk }

func (c chunk) records(d *Decoder) iter.Seq2[*event.Record, error] { return d.evtx.Records(c.Chunk) }

// table is a stretch of a table.
type table struct{ *csvlog.Block }

func (t table) records(d *Decoder) iter.Seq2[*event.Record, error] { return d.tables.Records(t.Block) }

// block is a stretch of another log in text.
type block struct {
	*scan.Block
	format format
}

func (b block) records(d *Decoder) iter.Seq2[*event.Record, error] {
	return d.blocks[b.format].Records(b.Block)
}
