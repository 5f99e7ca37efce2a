// Package syslog reads the lines of RFC 5424 in which NXLog sends events
// (to_syslog_ietf): the header has the event's time, computer, provider and process,
// the structured data every other field of NXLog's, and the message follows, over
// several lines where it has them. Relays may put the length before a line (RFC 6587).
//
// A record has the fields that NXLog's JSON has.
package syslog

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
const Format = "syslog"

// element begins NXLog's structured data: 14506 is its enterprise number.
const element = "[NXLOG@14506 "

var grammar = blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return begins(b) }, Fields: Fields}

// Records yields the events in r, which is UTF-8; file is the name they carry.
// See [blocks.Grammar] for its errors.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return grammar.Records(ctx, r, file)
}

// Starts reports whether b begins with an event of NXLog's.
func Starts(b []byte) bool {
	if !begins(b) {
		return false
	}
	line, _, _ := bytes.Cut(b[:min(len(b), 1024)], []byte("\n"))
	_, ok := headerOf(string(line))
	return ok
}

// begins reports whether b begins with a header of RFC 5424: whatever is behind it, it
// ends the message before.
func begins(b []byte) bool {
	digits := b[:len(b)-len(bytes.TrimLeft(b, "0123456789"))]
	if b = b[len(digits):]; len(digits) > 0 {
		b = bytes.TrimPrefix(b, []byte(" "))
	}
	end := bytes.IndexByte(b[:min(len(b), len("<191>"))], '>')
	return end > 1 && b[0] == '<' && len(bytes.Trim(b[1:end], "0123456789")) == 0 && bytes.HasPrefix(b[end+1:], []byte("1 "))
}

// header is what is before the structured data.
type header struct {
	time, host, app, process string
	rest                     string // behind the element's name
}

// headerOf cuts a record behind the name of NXLog's element.
func headerOf(text string) (h header, ok bool) {
	head, rest, ok := strings.Cut(text, element)
	if !ok {
		return h, false
	}
	words := strings.Split(strings.TrimRight(head, " "), " ")
	if n := len(words) - 6; n == 0 || n == 1 { // with its length
		words = words[n:]
		return header{time: words[1], host: words[2], app: words[3], process: words[4], rest: rest}, true
	}
	return h, false
}

// Fields returns the fields of one record.
func Fields(text string) (event.Fields, bool) {
	h, ok := headerOf(text)
	if !ok || !begins([]byte(text)) {
		return nil, false
	}
	var fs event.Fields
	for _, f := range [...][2]string{
		{"EventTime", h.time}, {"Hostname", h.host}, {"SourceName", strings.ReplaceAll(h.app, "_", " ")}, // a header has no blanks
	} {
		fs = appendField(fs, f[0], f[1])
	}
	params, message, ok := params(h.rest)
	if !ok {
		return nil, false
	}
	fs = appendField(fs, processName(params), h.process)
	fs = append(fs, params...)
	return appendField(fs, "Message", strings.Trim(strings.TrimPrefix(message, "\ufeff"), " \r\n")), true
}

// appendField appends a field unless it has no value.
func appendField(fs event.Fields, name, value string) event.Fields {
	if value == "" || value == "-" {
		return fs
	}
	return append(fs, event.Field{Name: name, Value: event.TextValue(value)})
}

// processName returns the name of the field that the header shows as the process: an
// event's own ProcessID goes before that of who logged it, which then stands in the
// structured data.
func processName(params event.Fields) string {
	for i := range params {
		if params[i].Name == "ExecutionProcessID" {
			return "ProcessId"
		}
	}
	return "ExecutionProcessID"
}

// params reads NAME="VALUE" up to the closing bracket, and what follows it. In values
// quotation marks, backslashes and closing brackets have a backslash before them.
func params(s string) (fs event.Fields, rest string, ok bool) {
	for {
		s = strings.TrimLeft(s, " ")
		if rest, ok := strings.CutPrefix(s, "]"); ok {
			return fs, rest, true
		}
		name, value, ok := strings.Cut(s, `="`)
		if !ok || name == "" || strings.ContainsAny(name, ` ]"`) {
			return nil, "", false
		}
		var text string
		if text, s, ok = unquote(value); !ok {
			return nil, "", false
		}
		fs = append(fs, event.Field{Name: name, Value: event.TextValue(text)})
	}
}

// unquote reads a value behind its opening quotation mark, and what follows it.
func unquote(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`"\]`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}
