// Package snare reads what Snare for Windows sends: syslog lines with the fields
// of an event behind the word MSWinEventLog, tabs between them. Relays write a
// tab as #011.
package snare

import (
	"bytes"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "snare"

const mark = "MSWinEventLog"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: func(_, _ []byte) bool { return true }, Fields: fields}
}

// Starts reports whether b begins with a line of Snare.
func Starts(b []byte) bool {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	i := bytes.Index(line, []byte(mark))
	return i >= 0 && i < 512
}

// names are the fields behind MSWinEventLog.
var names = [...]string{
	"Criticality", "LogName", "SnareCounter", "DateTime", "EventID", "SourceName", "UserName", "SIDType",
	"EventLogType", "ComputerName", "CategoryString", "DataString", "ExpandedString", "RecordNumber",
}

// Fields returns the fields of one line.
func Fields(line string) (event.Fields, bool) { return blocks.Fields(fields, line) }

func fields(d *blocks.Draft, line string) bool {
	header, rest, ok := cut(line)
	if !ok {
		return false
	}
	rest = strings.TrimRight(rest, "\r\n")
	if !strings.Contains(rest, "\t") {
		rest = strings.ReplaceAll(rest, "#011", "\t")
	}
	rest = strings.TrimPrefix(rest, "\t")
	values := strings.Count(rest, "\t") + 1
	if values < len(names)-2 { // neither message nor number
		return false
	}
	d.Add("SyslogHeader", strings.TrimSpace(header))
	for _, name := range names[:min(values, len(names))] {
		end := strings.IndexByte(rest, '\t')
		switch {
		case name == "ExpandedString" && values > len(names): // with tabs in the message
			end = strings.LastIndexByte(rest, '\t')
		case end < 0:
			end = len(rest)
		}
		d.Add(name, strings.TrimSpace(rest[:end]))
		rest = rest[min(end+1, len(rest)):]
	}
	return true
}

// cut splits a line at the mark: the one with a tab behind it where there are
// several, since headers of syslog have it for the program's name.
func cut(line string) (header, rest string, ok bool) {
	for _, tab := range []string{"\t", "#011"} {
		if header, rest, ok = strings.Cut(line, mark+tab); ok {
			return header, rest, true
		}
	}
	return strings.Cut(line, mark)
}
