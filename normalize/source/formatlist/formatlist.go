// Package formatlist reads what PowerShell's Get-WinEvent prints with Format-List:
// lines of "Name : value", the signs of the names all in one column, what a value
// has more of in the columns behind it, and an empty line after each event.
//
// Format-List breaks lines at the width of the window; such a break cannot be told
// from one of the value's own.
package formatlist

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
const Format = "formatlist"

var grammar = blocks.Grammar{Format: Format, Starts: begins, Fields: fields}

// Records yields the events in r, which is UTF-8; file is the name they carry.
// See [blocks.Grammar] for its errors.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return grammar.Records(ctx, r, file)
}

// Starts reports whether b begins with properties of an event: three that tell it from
// other lists.
func Starts(b []byte) bool {
	if !begins(nil, b) {
		return false
	}
	fs, _ := fields(string(b))
	known := 0
	for _, f := range fs {
		switch f.Name {
		case "TimeCreated", "ProviderName", "Id", "LogName", "MachineName", "LevelDisplayName":
			known++
		}
	}
	return known >= 3
}

// begins reports whether a record begins with b: a property behind an empty line. In a
// value all that is behind an empty line is indented.
func begins(before, b []byte) bool {
	line, _, _ := bytes.Cut(b[:min(len(b), 128)], []byte("\n"))
	_, _, ok := property(string(line))
	return ok && len(bytes.TrimSpace(before)) == 0
}

// property reads a line that begins one. column is where its value stands, if it has one.
func property(line string) (name string, column int, ok bool) {
	name, _, ok = strings.Cut(line, " ")
	at := len(line) - len(strings.TrimLeft(line[len(name):], " "))
	if !ok || !isName(name) || !strings.HasPrefix(line[at:], ":") {
		return "", 0, false
	}
	return name, at + len(": "), true
}

func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r) })
}

// fields reads a record. Properties without a value are left out.
func fields(text string) (fs event.Fields, ok bool) {
	var name string
	var column int // where values stand, 0 before the first
	var value []string
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	flush := func() {
		if v := strings.TrimRight(strings.Join(value, "\n"), " \n"); name != "" && v != "" && v != "{}" {
			fs = append(fs, event.Field{Name: name, Value: event.TextValue(v)})
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " ")
		next, at, ok := property(line)
		switch {
		case ok && (column == 0 || at == column):
			flush()
			name, column, value = next, at, []string{strings.TrimSpace(line[min(at, len(line)):])}
		case column > 0:
			value = append(value, behind(line, column))
		}
	}
	flush()
	return fs, len(fs) > 0
}

// behind returns a line without the blanks before column.
func behind(line string, column int) string {
	n := 0
	for n < min(column, len(line)) && line[n] == ' ' {
		n++
	}
	return line[n:]
}
