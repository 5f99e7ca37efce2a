package source

import (
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/eventlist"
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

// textFormat is how the logs of a format are read.
type textFormat struct {
	records func(context.Context, io.Reader, string) iter.Seq2[*event.Record, error]
	blocks  func(context.Context, io.Reader, string) iter.Seq2[*scan.Block, error]
	decoder func(sketches bool) *scan.BlockDecoder // of blocks
}

// textFormats are all formats but EVTX and tables.
var textFormats = map[format]textFormat{
	jsonLog:  {jsonl.Records, jsonl.Blocks, jsonl.NewDecoder},
	xmlLog:   {winxml.Records, winxml.Blocks, winxml.NewBlockDecoder},
	listLog:  ofLines(eventlist.Grammar()),
	textLog:  ofLines(message.Grammar()),
	snareLog: ofLines(snare.Grammar()),
	classic:  ofLines(splunk.Grammar()),
	pairLog:  ofLines(keyvalue.Grammar()),
	sysLog:   ofLines(syslog.Grammar()),
	psList:   ofLines(formatlist.Grammar()),
}

func ofLines(g *blocks.Grammar) textFormat { return textFormat{g.Records, g.Blocks, g.NewDecoder} }
