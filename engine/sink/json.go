package sink

import (
	"bufio"
	"context"
	"io"

	"github.com/rulehound/rulehound/engine/alert"
)

// JSONL writes each alert as one JSON object on a line of its own. A line is
// never torn by a failing alert; w sees whole buffers.
func JSONL(w io.Writer) Lines {
	return &jsonSink{w: bufio.NewWriterSize(w, bufferSize), after: "\n"}
}

// JSON writes all alerts as one JSON array with an alert on each line. Without
// alerts it is an empty array.
func JSON(w io.Writer) Lines {
	return &jsonSink{w: bufio.NewWriterSize(w, bufferSize), open: "[", before: "\n", between: ",", end: "\n]\n", empty: "[]\n"}
}

const bufferSize = 64 << 10

// jsonSink writes open, then each alert between before and after, with between
// from the second one on, and end; or just empty.
type jsonSink struct {
	w                                        *bufio.Writer
	open, before, between, after, end, empty string
	n                                        int64
	encoder                                  alert.Encoder
	line                                     []byte // scratch
}

// Write implements [Sink].
func (s *jsonSink) Write(ctx context.Context, a *alert.Alert) error {
	line, err := s.encoder.Append(s.line[:0], a)
	if err != nil {
		return err
	}
	s.line = line
	return s.WriteJSON(ctx, line)
}

// WriteJSON implements [Lines].
func (s *jsonSink) WriteJSON(_ context.Context, line []byte) error {
	lead := s.between
	if s.n == 0 {
		lead = s.open
	}
	s.n++
	// A bufio.Writer keeps its first error, so the last call tells of all.
	s.w.WriteString(lead)
	s.w.WriteString(s.before)
	s.w.Write(line)
	_, err := s.w.WriteString(s.after)
	return err
}

// Close implements [Sink].
func (s *jsonSink) Close() error {
	end := s.end
	if s.n == 0 {
		end = s.empty
	}
	s.w.WriteString(end)
	return s.w.Flush()
}
