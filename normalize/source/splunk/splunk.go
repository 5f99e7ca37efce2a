// Package splunk reads Splunk's classic rendering of Windows events: a line with
// the local time, lines of key=value, and the message behind Message=, which goes
// on over several lines up to the next event.
package splunk

import (
	"bytes"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "splunk"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: starts, Fields: fields}
}

// Starts reports whether an event begins with b: the line with its time, if it
// has one, and then LogName or EventCode.
func Starts(b []byte) bool {
	if len(b) == 0 || b[0] != 'L' && b[0] != 'E' && (b[0] < '0' || b[0] > '9') {
		return false
	}
	if '0' <= b[0] && b[0] <= '9' {
		line, rest, ok := bytes.Cut(b[:min(len(b), 256)], []byte("\n"))
		if !ok || !isTime(string(bytes.TrimSuffix(line, []byte("\r")))) {
			return false
		}
		b = rest
	}
	return bytes.HasPrefix(b, []byte("LogName=")) || bytes.HasPrefix(b, []byte("EventCode="))
}

// starts is Starts behind another line: an event without its time begins behind
// an empty one.
func starts(before, b []byte) bool {
	return Starts(b) && ('0' <= b[0] && b[0] <= '9' || len(bytes.TrimSpace(before)) == 0)
}

// isTime reports whether a line is a time such as 05/21/2024 09:14:37 AM.
func isTime(line string) bool {
	return len(line) >= len("1/2/2006 3:04:05 PM") && len(line) < 40 &&
		strings.Count(line, "/") == 2 && strings.Count(line, ":") >= 2 && !strings.Contains(line, "=")
}

// Fields returns the fields of one event: those before the message, the message,
// and the time as _localtime.
func Fields(text string) (event.Fields, bool) { return blocks.Fields(fields, text) }

func fields(d *blocks.Draft, text string) bool {
	text = strings.TrimLeft(text, "\r\n")
	if !strings.Contains(text, "LogName=") && !strings.Contains(text, "EventCode=") {
		return false
	}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		line = strings.TrimSuffix(line, "\r")
		key, value, ok := strings.Cut(line, "=")
		switch {
		case !ok && isTime(line) && len(d.Fields) == 0:
			d.Add("_localtime", line)
		case !ok || strings.ContainsAny(key, " \t<{"):
		case key == "Message":
			d.Add(key, strings.TrimRight(text[len("Message="):], " \r\n"))
			return true
		default:
			d.Add(key, value)
		}
		text = rest
	}
	return len(d.Fields) > 0
}
