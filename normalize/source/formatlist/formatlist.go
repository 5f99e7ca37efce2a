// Package formatlist reads what PowerShell's Get-WinEvent prints with Format-List:
// lines of "Name : value", the signs of the names all in one column, what a value
// has more of in the columns behind it, and an empty line after each event.
//
// Format-List breaks lines at the width of the window; such a break cannot be told
// from one of the value's own.
package formatlist

import (
	"bytes"
	"strings"

	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "formatlist"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: begins, Fields: fields}
}

// Starts reports whether b begins with properties of an event: three that tell it from
// other lists.
func Starts(b []byte) bool {
	if !begins(nil, b) {
		return false
	}
	fs, _ := blocks.Fields(fields, string(b))
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
	n := 0
	for n < len(line) && isLetter(line[n]) {
		n++
	}
	at := n
	for at < len(line) && line[at] == ' ' {
		at++
	}
	if n == 0 || at == n || at == len(line) || line[at] != ':' {
		return "", 0, false
	}
	return line[:n], at + len(": "), true
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// fields reads a record. Properties without a value are left out.
func fields(d *blocks.Draft, text string) bool {
	text = strings.TrimPrefix(text, "\ufeff")
	name, column, from := "", 0, 0 // of the property at hand; the column is that of all
	for at := 0; at < len(text); {
		line, rest := cutLine(text[at:])
		if next, where, ok := property(line); ok && (column == 0 || where == column) {
			add(d, name, column, text[from:at])
			name, column, from = next, where, at
		}
		at = len(text) - len(rest)
	}
	add(d, name, column, text[from:])
	return len(d.Fields) > 0
}

// add adds the property that lines are of, if they are of one.
func add(d *blocks.Draft, name string, column int, lines string) {
	if name == "" {
		return
	}
	first, more := cutLine(lines)
	value := strings.TrimSpace(first[min(column, len(first)):])
	if strings.TrimRight(more, " \n") != "" {
		b := append(d.Room(len(lines)), value...)
		for line := ""; more != ""; b = append(append(b, '\n'), behind(line, column)...) {
			line, more = cutLine(more)
		}
		value = d.Keep(b)
	}
	if value = strings.TrimRight(value, " \n"); value != "" && value != "{}" {
		d.Add(name, value)
	}
}

// cutLine returns the first line of s, without blanks at its end, and what is behind it.
func cutLine(s string) (line, rest string) {
	line, rest, more := strings.Cut(s, "\n")
	if more {
		line = strings.TrimSuffix(line, "\r")
	}
	return strings.TrimRight(line, " "), rest
}

// behind returns a line without the blanks before column.
func behind(line string, column int) string {
	n := 0
	for n < min(column, len(line)) && line[n] == ' ' {
		n++
	}
	return line[n:]
}
