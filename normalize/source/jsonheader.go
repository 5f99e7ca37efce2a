package source

import (
	"bytes"
	"io"
)

// headerReader reads lines of JSON that have headers, those of syslog above all:
// with blanks for all before the first brace, so that offsets stay what they were.
type headerReader struct {
	r      io.Reader
	within bool // the object of the line at hand
}

// hasHeader reports whether b begins with a line of JSON behind a header.
func hasHeader(b []byte) bool {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	at := bytes.Index(line, []byte(`{"`))
	return at > 0 && at < 512 && (line[0] == '<' || bytes.IndexByte(line[:at], ' ') > 0) &&
		bytes.HasSuffix(bytes.TrimRight(line, " \r"), []byte("}")) && !bytes.ContainsAny(line[:at], "{}")
}

// Read implements io.Reader.
func (h *headerReader) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	for i, c := range p[:n] {
		switch {
		case c == '\n':
			h.within = false
		case c == '{':
			h.within = true
		case !h.within:
			p[i] = ' '
		}
	}
	return n, err
}

// unframed returns r, JSON in UTF-8 of which h is the beginning as it was read,
// without what is around its events.
func unframed(r io.Reader, h []byte) io.Reader {
	if enc := encodingOf(h); enc != utf8Text {
		h = enc.decode(h)
	}
	h = trimBlanks(h)
	switch {
	case holdsTables(h):
		return newTableReader(r)
	case framesList(h):
		return newListReader(r)
	case !beginsJSON(h) && hasHeader(h):
		return &headerReader{r: r}
	case hasActions(h):
		return newLineReader(r, withoutAction)
	case timedPair.Match(h):
		return newLineReader(r, withDate)
	case hasCounts(h):
		return &countReader{r: r}
	}
	return r
}
