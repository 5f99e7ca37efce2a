// Package eventlist reads what wevtutil prints with /f:text: events headed
// Event[n], indented lines of "Name: value", and the message behind Description;
// and what Event Viewer copies as text, which is the same without the heading.
package eventlist

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "eventlist"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: func(_, b []byte) bool { return Starts(b) }, Fields: fields}
}

// Starts reports whether an event begins at the start of b.
func Starts(b []byte) bool { return copied(scan.View(b)) || headed(scan.View(b)) }

// copied reports whether s begins like what Event Viewer copies. Where it adds the
// event as XML, that says more.
func copied(s string) bool {
	name, rest, _ := strings.Cut(s, "\n")
	return strings.HasPrefix(name, "Log Name: ") && strings.HasPrefix(rest, "Source: ") && !strings.Contains(rest, "\nEvent Xml:")
}

// headed reports whether s begins with the heading of an event.
func headed(s string) bool {
	if !strings.HasPrefix(s, "Event[") {
		return false
	}
	head, rest, _ := strings.Cut(s, "\n")
	number, _, ok := strings.Cut(head[len("Event["):], "]")
	return ok && strings.Trim(number, "0123456789") == "" && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "Log Name:")
}

func fields(d *blocks.Draft, text string) bool {
	switch {
	case headed(text):
		_, text, _ = strings.Cut(text, "\n")
	case !copied(text):
		return false
	}
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if name == "Description" {
			_, value, _ = strings.Cut(text, ":")
			add(d, name, value)
			return true
		}
		if ok {
			add(d, name, value)
		}
		text = rest
	}
	return len(d.Fields) > 0
}

func add(d *blocks.Draft, name, value string) { d.Add(name, strings.Trim(value, " \t\r\n")) }
