package framed

import (
	"bytes"
	"io"
	"regexp"
)

// headerReader reads lines of JSON that have headers, those of syslog above all:
// with blanks for all before the first brace, so that offsets stay what they were. Those
// indent nothing: headers are of several lengths.
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
			if b[0] != '\n' {
				b[0] = '\r'
			}
			b = b[1:]
		}
		h.within = len(b) > 0
	}
	return n, err
}
