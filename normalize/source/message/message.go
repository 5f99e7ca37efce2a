// Package message reads rendered messages of Windows events and nothing else: a
// title, and sections of labels and values, as people copy them.
package message

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "message"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return Starts(b) }, Fields: fields}
}

// Starts reports whether b begins with a title: a line of its own, then an empty
// one, then a section ("Subject:") with indented labels.
func Starts(b []byte) bool { return starts(scan.View(b)) }

func starts(s string) bool {
	title, s := line(s)
	if title == "" || len(title) > 256 || isIndented(title) || isSection(title) || strings.ContainsAny(title, "<>={}|\t") ||
		strings.Contains(title, `","`) { // of a table that was cut at its start
		return false
	}
	blank, s := line(s)
	section, s := line(s)
	label, _ := line(s)
	return strings.TrimSpace(blank) == "" && !isIndented(section) && isSection(section) &&
		isIndented(label) && strings.ContainsAny(label, ":：")
}

// line returns the first line of s and what follows.
func line(s string) (line, rest string) {
	line, rest, _ = strings.Cut(s, "\n")
	return strings.TrimSuffix(line, "\r"), rest
}

func isIndented(s string) bool { return s != "" && (s[0] == '\t' || s[0] == ' ') }

func isSection(s string) bool {
	s = strings.TrimRight(s, " \t")
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

func fields(d *blocks.Draft, text string) bool {
	text = strings.TrimPrefix(text, "\ufeff")
	if !starts(text) {
		text = strings.TrimLeft(text, " \r\n")
	}
	if !starts(text) {
		return false
	}
	d.Add("Message", strings.TrimRight(text, " \r\n"))
	return true
}
