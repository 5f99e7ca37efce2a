package source

import (
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/eventlist"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/formatlist"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/keyvalue"
	"github.com/rulehound/rulehound/normalize/source/message"
	"github.com/rulehound/rulehound/normalize/source/snare"
	"github.com/rulehound/rulehound/normalize/source/splunk"
	"github.com/rulehound/rulehound/normalize/source/syslog"
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
			for s, err := range csvlog.Blocks(ctx, c.r, c.name) {
				if !yield(table{s}, err) {
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

// blockLogs are the formats whose logs come in blocks.
var blockLogs = map[format]blockLog{
	jsonLog:  {jsonl.Blocks, jsonl.NewDecoder},
	xmlLog:   {winxml.Blocks, winxml.NewBlockDecoder},
	listLog:  ofLines(eventlist.Grammar()),
	textLog:  ofLines(message.Grammar()),
	snareLog: ofLines(snare.Grammar()),
	classic:  ofLines(splunk.Grammar()),
	pairLog:  ofLines(keyvalue.Grammar()),
	sysLog:   ofLines(syslog.Grammar()),
	psList:   ofLines(formatlist.Grammar()),
}

type blockLog struct {
	blocks  func(context.Context, io.Reader, string) iter.Seq2[*scan.Block, error]
	decoder func(sketches bool) *scan.BlockDecoder
}

func ofLines(g *blocks.Grammar) blockLog { return blockLog{g.Blocks, g.NewDecoder} }

// block is a stretch of such a log.
type block struct {
	*scan.Block
	format format
}

func (b block) records(d *Decoder) iter.Seq2[*event.Record, error] {
	return d.blocks[b.format].Records(b.Block)
}
