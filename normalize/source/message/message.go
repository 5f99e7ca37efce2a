// Package message reads rendered messages of Windows events and nothing else: a
// title, and sections of labels and values, as people copy them.
package message

import (
	"bytes"
	"context"
	"io"
	"iter"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "message"

var grammar = blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return Starts(b) }, Fields: fields}

// Records yields the messages in r, which is UTF-8; file is the name they carry.
// See [blocks.Grammar] for its errors.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return grammar.Records(ctx, r, file)
}

// Starts reports whether b begins with a title: a line of its own, then an empty
// one, then a section ("Subject:") with indented labels.
func Starts(b []byte) bool {
	title, b := line(b)
	if title == "" || len(title) > 256 || isIndented(title) || isSection(title) || strings.ContainsAny(title, "<>={}|\t") {
		return false
	}
	blank, b := line(b)
	section, b := line(b)
	label, _ := line(b)
	return strings.TrimSpace(blank) == "" && !isIndented(section) && isSection(section) &&
		isIndented(label) && strings.ContainsAny(label, ":：")
}

// line returns the first line of b and what follows.
func line(b []byte) (string, []byte) {
	l, rest, _ := bytes.Cut(b, []byte("\n"))
	return string(bytes.TrimSuffix(l, []byte("\r"))), rest
}

func isIndented(s string) bool { return s != "" && (s[0] == '\t' || s[0] == ' ') }

func isSection(s string) bool {
	s = strings.TrimRight(s, " \t")
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

func fields(text string) (event.Fields, bool) {
	text = strings.TrimPrefix(text, "\ufeff")
	if !Starts([]byte(text)) {
		text = strings.TrimLeft(text, " \r\n")
	}
	if !Starts([]byte(text)) {
		return nil, false
	}
	return event.Fields{{Name: "Message", Value: event.TextValue(strings.TrimRight(text, " \r\n"))}}, true
}
