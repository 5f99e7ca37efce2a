// Package eventlist reads what wevtutil prints with /f:text: events headed
// Event[n], indented lines of "Name: value", and the message behind Description;
// and what Event Viewer copies as text, which is the same without the heading.
package eventlist

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
const Format = "eventlist"

var grammar = blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return Starts(b) }, Fields: fields}

// Records yields the events in r, which is UTF-8; file is the name they carry.
// See [blocks.Grammar] for its errors.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return grammar.Records(ctx, r, file)
}

// Starts reports whether an event begins at the start of b.
func Starts(b []byte) bool { return copied(b) || headed(b) }

// copied reports whether b begins like what Event Viewer copies. Where it adds the
// event as XML, that says more.
func copied(b []byte) bool {
	name, rest, _ := bytes.Cut(b, []byte("\n"))
	return bytes.HasPrefix(name, []byte("Log Name: ")) && bytes.HasPrefix(rest, []byte("Source: ")) && !bytes.Contains(rest, []byte("\nEvent Xml:"))
}

// headed reports whether b begins with the heading of an event.
func headed(b []byte) bool {
	if !bytes.HasPrefix(b, []byte("Event[")) {
		return false
	}
	head, rest, _ := bytes.Cut(b, []byte("\n"))
	number, _, ok := bytes.Cut(head[len("Event["):], []byte("]"))
	return ok && len(bytes.Trim(number, "0123456789")) == 0 && bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte("Log Name:"))
}

func fields(text string) (event.Fields, bool) {
	if !Starts([]byte(text)) {
		return nil, false
	}
	var fs event.Fields
	if headed([]byte(text)) {
		_, text, _ = strings.Cut(text, "\n")
	}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if name == "Description" {
			_, value, _ = strings.Cut(text, ":")
			return append(fs, field(name, value)), true
		}
		if ok {
			fs = append(fs, field(name, value))
		}
		text = rest
	}
	return fs, len(fs) > 0
}

func field(name, value string) event.Field {
	return event.Field{Name: name, Value: event.TextValue(strings.Trim(value, " \t\r\n"))}
}
