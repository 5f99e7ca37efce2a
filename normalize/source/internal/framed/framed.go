// Package framed reads JSON in which something else is around the events, as services,
// queues and collectors send and keep them: lists in objects, tables, headers of lines.
package framed

import (
	"bytes"
	"io"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Begins reports whether b, a text in UTF-8 without blanks at its start, begins with events
// in JSON, whatever is around them.
func Begins(b []byte) bool {
	return beginsJSON(b) || hasHeader(b) || hasCounts(b) || timedPair.Match(b)
}

// Continues reports whether b, which was cut at its start, goes on with lines of JSON that
// have headers.
func Continues(b []byte) bool {
	_, b, _ = bytes.Cut(b, []byte("\n"))
	return !beginsJSON(scan.TrimBlanks(b)) && hasHeader(b)
}

// Reader returns r, JSON in UTF-8 that begins with head, without what is around its events.
// When all is read, aside says how many objects were left out that might be events.
func Reader(r io.Reader, head []byte) (events io.Reader, aside func() int64) {
	lines := r
	if bytes.HasPrefix(head, mark) {
		lines = &unmarked{r, len(mark)}
	}
	switch head = scan.TrimBlanks(head); {
	case holdsTables(head):
		r = newTableReader(r)
	case framesList(head):
		l := newListReader(r)
		return l, func() int64 { return l.aside }
	case !beginsJSON(head) && (hasHeader(head) || Continues(head)):
		r = &headerReader{r: r}
	case hasActions(head):
		r = newLineReader(lines, withoutAction)
	case timedPair.Match(head):
		r = newLineReader(lines, withDate)
	case hasCounts(head):
		r = &countReader{r: lines}
	}
	return r, func() int64 { return 0 }
}

// beginsJSON reports whether b begins with an object or an array of such.
func beginsJSON(b []byte) bool {
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return false
	}
	next := scan.TrimBlanks(b[1:])
	for b[0] == '[' && len(next) > 0 && next[0] == '[' { // in others, as arrays of several files come together
		next = scan.TrimBlanks(next[1:])
	}
	if len(next) == 0 {
		return false
	}
	if b[0] == '{' {
		return next[0] == '"' || next[0] == '}'
	}
	return next[0] == '{' || next[0] == ']'
}

// unmarked reads r with blanks for the byte order mark that it begins with.
type unmarked struct {
	r    io.Reader
	left int // of the mark
}

var mark = []byte("\ufeff")

// Read implements io.Reader.
func (u *unmarked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	for i := range min(n, u.left) {
		p[i] = '\r' // which indents nothing
	}
	u.left -= min(n, u.left)
	return n, err
}

// blank returns what stands in the place of c.
func blank(c byte) byte {
	if c == '\n' || c == '\r' {
		return c
	}
	return ' '
}
