package source

import (
	"bytes"
	"io"
	"regexp"
)

// headerReader reads lines of JSON that have headers, those of syslog above all:
// with blanks for all before the first brace, so that offsets stay what they were.
type headerReader struct {
	r      io.Reader
	within bool // the object of the line at hand
}

// hasHeader reports whether b begins with a line of JSON behind a header. Of a line
// that is not all there it has to see a member.
func hasHeader(b []byte) bool {
	line, _, whole := bytes.Cut(b, []byte("\n"))
	at := bytes.Index(line, []byte(`{"`))
	return at > 0 && at < 512 && (line[0] == '<' || bytes.IndexByte(line[:at], ' ') > 0) && !bytes.ContainsAny(line[:at], "{}") &&
		(bytes.HasSuffix(bytes.TrimRight(line, " \r"), []byte("}")) || !whole && !bytes.HasSuffix(bytes.TrimRight(line[:at], " "), []byte(",")) && firstMember.Match(line[at:]))
}

// firstMember is what objects begin with.
var firstMember = regexp.MustCompile(`^\{"[\w@.# -]{1,64}"\s*:\s*["\d{\[tfn-]`)

// Read implements io.Reader.
func (h *headerReader) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	for b := p[:n]; len(b) > 0; {
		if h.within {
			end := bytes.IndexByte(b, '\n') + 1
			if end == 0 {
				break
			}
			h.within, b = false, b[end:]
			continue
		}
		for len(b) > 0 && b[0] != '{' {
			b[0] = blank(b[0])
			b = b[1:]
		}
		h.within = len(b) > 0
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
