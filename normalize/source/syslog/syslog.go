// Package syslog reads the lines of RFC 5424 in which NXLog sends events
// (to_syslog_ietf): the header has the event's time, computer, provider and process,
// the structured data every other field of NXLog's, and the message follows, over
// several lines where it has them. Relays may put the length before a line (RFC 6587).
//
// A record has the fields that NXLog's JSON has.
package syslog

import (
	"bytes"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "syslog"

// element begins NXLog's structured data: 14506 is its enterprise number.
const element = "[NXLOG@14506 "

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return begins(scan.View(b)) }, Fields: fields}
}

// Starts reports whether b begins with an event of NXLog's.
func Starts(b []byte) bool {
	if !begins(scan.View(b)) {
		return false
	}
	line, _, _ := bytes.Cut(b[:min(len(b), 1024)], []byte("\n"))
	_, ok := headerOf(string(line))
	return ok
}

// begins reports whether s begins with a header of RFC 5424: whatever is behind it, it
// ends the message before.
func begins(s string) bool {
	if digits := len(s) - len(strings.TrimLeft(s, "0123456789")); digits > 0 {
		s = strings.TrimPrefix(s[digits:], " ")
	}
	end := strings.IndexByte(s[:min(len(s), len("<191>"))], '>')
	return end > 1 && s[0] == '<' && strings.Trim(s[1:end], "0123456789") == "" && strings.HasPrefix(s[end+1:], "1 ")
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
	var memory [7]string
	words := memory[:0]
	for word := range strings.SplitSeq(strings.TrimRight(head, " "), " ") {
		if len(words) == len(memory) {
			return h, false
		}
		words = append(words, word)
	}
	if n := len(words) - 6; n >= 0 { // with its length
		words = words[n:]
		return header{time: words[1], host: words[2], app: words[3], process: words[4], rest: rest}, true
	}
	return h, false
}

// Fields returns the fields of one record.
func Fields(text string) (event.Fields, bool) { return blocks.Fields(fields, text) }

func fields(d *blocks.Draft, text string) bool {
	h, ok := headerOf(text)
	if !ok || !begins(text) {
		return false
	}
	add(d, "EventTime", h.time)
	add(d, "Hostname", h.host)
	add(d, "SourceName", strings.ReplaceAll(h.app, "_", " ")) // a header has no blanks
	process := len(d.Fields)
	add(d, "ExecutionProcessID", h.process)
	params := len(d.Fields)
	message, ok := readParams(d, h.rest)
	if !ok {
		return false
	}
	if process < params && slices.ContainsFunc(d.Fields[params:], func(f event.Field) bool { return f.Name == "ExecutionProcessID" }) {
		// An event's own ProcessID goes before that of who logged it, which then stands in the
		// structured data.
		d.Fields[process].Name = "ProcessId"
	}
	add(d, "Message", strings.Trim(strings.TrimPrefix(message, "\ufeff"), " \r\n"))
	return true
}

// add adds a field unless it has no value.
func add(d *blocks.Draft, name, value string) {
	if value != "" && value != "-" {
		d.Add(name, value)
	}
}

// readParams reads NAME="VALUE" up to the closing bracket, and returns what follows it. In
// values quotation marks, backslashes and closing brackets have a backslash before them.
func readParams(d *blocks.Draft, s string) (rest string, ok bool) {
	for {
		s = strings.TrimLeft(s, " ")
		if rest, ok := strings.CutPrefix(s, "]"); ok {
			return rest, true
		}
		name, value, ok := strings.Cut(s, `="`)
		if !ok || name == "" || strings.ContainsAny(name, ` ]"`) {
			return "", false
		}
		end, escapes := endOf(value)
		if end < 0 {
			return "", false
		}
		text := value[:end]
		if s = value[end+1:]; escapes {
			text = unescape(d, text)
		}
		d.Add(name, text)
	}
}

// endOf returns where the quotation mark is that ends a value, -1 where there is none, and
// whether signs before it have backslashes.
func endOf(s string) (end int, escapes bool) {
	for i := 0; ; i++ {
		n := strings.IndexAny(s[i:], `"\`)
		switch {
		case n < 0:
			return -1, escapes
		case s[i+n] == '"':
			return i + n, escapes
		case isEscape(s[i+n:]):
			n, escapes = n+1, true
		}
		i += n
	}
}

// isEscape reports whether s begins with a sign and its backslash.
func isEscape(s string) bool {
	return len(s) > 1 && s[0] == '\\' && (s[1] == '"' || s[1] == '\\' || s[1] == ']')
}

func unescape(d *blocks.Draft, s string) string {
	b := d.Room(len(s))
	for i := 0; i < len(s); i++ {
		if isEscape(s[i:]) {
			i++
		}
		b = append(b, s[i])
	}
	return d.Keep(b)
}
