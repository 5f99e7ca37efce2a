package yamltext

import (
	"fmt"
	"strings"
)

// Chunk is the text of one document of a YAML stream, not yet parsed.
type Chunk struct {
	Line int    // of the first line of Text, 1-based
	Text string // without the bare "---" line and the blank lines before it
}

// Chunks splits the stream at its document markers, so that a broken document
// does not take the others with it. Documents that hold nothing but blanks and
// comments are left out. The error says that the stream goes on past
// [MaxDocuments].
func (t *Text) Chunks() ([]Chunk, error) {
	var chunks []Chunk
	start := 1 // first line of the document being read
	bare := true
	flush := func(end int) error { // lines [start, end)
		if bare {
			return nil
		}
		if len(chunks) == MaxDocuments {
			return &Error{Line: start, Col: 1, Msg: fmt.Sprintf("more than %d documents in one file; the rest is not read", MaxDocuments)}
		}
		chunks = append(chunks, t.chunk(start, end))
		return nil
	}
	for n := 1; n <= len(t.starts); n++ {
		line := t.Line(n)
		switch {
		case isMarker(line, "---"):
			if err := flush(n); err != nil {
				return chunks, err
			}
			if bare && hasDirective(t, start, n) {
				break // %YAML belongs to the document that the marker opens
			}
			start, bare = n, isBlank(line[3:])
			if bare {
				start++
			}
		case isMarker(line, "..."):
			if err := flush(n); err != nil {
				return chunks, err
			}
			start, bare = n+1, true
		case bare && !isBlank(line) && line[0] != '%':
			bare = false
		}
	}
	return chunks, flush(len(t.starts) + 1)
}

func (t *Text) chunk(start, end int) Chunk {
	for start < end-1 && strings.TrimSpace(t.Line(start)) == "" {
		start++
	}
	to := len(t.s)
	if end <= len(t.starts) {
		to = t.starts[end-1]
	}
	return Chunk{Line: start, Text: t.s[t.starts[start-1]:to]}
}

// isMarker reports whether line is a document marker: it stands in the first
// column and a blank or nothing follows.
func isMarker(line, marker string) bool {
	rest, ok := strings.CutPrefix(line, marker)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// isBlank reports whether s holds nothing but blanks and a comment.
func isBlank(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || s[0] == '#'
}

func hasDirective(t *Text, start, end int) bool {
	for n := start; n < end; n++ {
		if strings.HasPrefix(t.Line(n), "%") {
			return true
		}
	}
	return false
}
