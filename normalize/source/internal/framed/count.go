package framed

import (
	"bytes"
	"io"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// countReader reads the objects that evtx_dump prints under lines that count them
// ("Record 7"): with blanks for those lines, so that offsets stay what they were.
// No line inside an object begins with a letter.
type countReader struct {
	r      io.Reader
	begun  bool // a line
	inside bool // a line that counts
}

// hasCounts reports whether b begins with a line that counts an object below it.
func hasCounts(b []byte) bool {
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	number, ok := bytes.CutPrefix(bytes.TrimRight(line, " \r"), []byte("Record "))
	return ok && len(number) > 0 && len(bytes.Trim(number, "0123456789")) == 0 && beginsJSON(scan.TrimBlanks(rest))
}

// Read implements io.Reader.
func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.begun, c.inside = false, false
			continue
		}
		if !c.begun && b > ' ' {
			c.begun, c.inside = true, b == 'R'
		}
		if c.inside {
			p[i] = ' '
		}
	}
	return n, err
}
