package framed

import (
	"bufio"
	"bytes"
	"io"
	"regexp"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// lineReader reads JSON of which some lines begin with what is no part of an event,
// with another beginning for those.
type lineReader struct {
	r      *bufio.Reader
	edit   func(line []byte) []byte // of a line's beginning, which may be changed
	out    []byte                   // ready to be read
	err    error
	within bool // a line
}

func newLineReader(r io.Reader, edit func([]byte) []byte) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10), edit: edit}
}

// Read implements io.Reader.
func (l *lineReader) Read(p []byte) (int, error) {
	for len(l.out) == 0 && l.err == nil {
		begins := !l.within
		l.out, l.err = l.r.ReadSlice('\n')
		if l.within = l.err == bufio.ErrBufferFull; l.within {
			l.err = nil
		}
		if begins {
			l.out = l.edit(l.out)
		}
	}
	n := copy(p, l.out)
	if l.out = l.out[n:]; len(l.out) > 0 {
		return n, nil
	}
	return n, l.err
}

// bulkAction is a line that Elasticsearch's bulk requests have above each document.
var bulkAction = regexp.MustCompile(`^\s*\{\s*"(?:index|create|update|delete)"\s*:\s*\{[^{}]*\}\s*\}\s*$`)

// hasActions reports whether b begins with such a line and JSON below it.
func hasActions(b []byte) bool {
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	return bulkAction.Match(line) && beginsJSON(scan.TrimBlanks(rest))
}

// withoutAction makes blanks of an action.
func withoutAction(line []byte) []byte {
	if bulkAction.Match(line) {
		for i := range line {
			line[i] = blank(line[i])
		}
	}
	return line
}

// timedPair is the beginning of a line of Fluent Bit's file output and of its forward
// protocol in JSON: a tag or none, the time, sometimes with metadata, and the record.
var timedPair = regexp.MustCompile(`^\s*(?:[^\s"{\[]{1,256}: )?\[\s*(?:\[\s*(\d{9,10}(?:\.\d+)?)\s*,\s*\{[^{}]*\}\s*\]|(\d{9,10}(?:\.\d+)?))\s*,\s*\{\s*"`)

// withDate makes the time of such a line a member of the record, as Fluent Bit itself
// does in its other outputs. The bracket behind the record is left.
func withDate(line []byte) []byte {
	m := timedPair.FindSubmatch(line)
	if m == nil {
		return line
	}
	date := append([]byte(`{"date":`), m[1]...)
	date = append(append(date, m[2]...), `,"`...)
	return append(date, line[len(m[0]):]...)
}
