package source

import (
	"bytes"
	"io"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// listReader reads JSON objects that only frame a list of events, as services
// and queues send them ({"records": [{…}, {…}]}) and databases answer
// ({"took": 3, "hits": {"hits": [{…}]}}), and the batches of OpenTelemetry's protocol
// ({"resourceLogs": [{"scopeLogs": [{"logRecords": [{…}]}]}]}): the events, with blanks for all that is
// around them, so that lines and offsets stay what they were; the objects in other
// lists around them are counted. An object without such a list comes as it is.
type listReader struct {
	r    io.Reader
	buf  []byte
	out  []byte // ready to be read,
	at   int    // from here on
	err  error
	held []byte // the beginning of an object that may turn out to frame a list

	depth  int    // of brackets
	list   int    // the depth inside the list at hand, 0 outside of one
	hits   int    // the depth inside the object called hits
	otlp   bool   // the object at hand is a batch of OpenTelemetry's protocol
	splunk bool   // the object at hand is an answer of Splunk: its messages are about the search
	framed bool   // the object at hand has a list
	event  bool   // the object at hand is an event itself
	other  int    // the depth inside another list of the object at hand, 0 outside of one
	beside int64  // the objects in such lists of the object at hand
	aside  int64  // and of those before it, where they had a list of events
	text   []byte // the text at hand, if it may be a name
	quoted bool
	escape bool
	name   string // of the value that comes next
}

// maxHeld bounds what is read of an object before its list.
const maxHeld = 1 << 20

func newListReader(r io.Reader) *listReader { return &listReader{r: r, buf: make([]byte, 64<<10)} }

// framesList reports whether JSON that begins with b begins with a list in an object.
func framesList(b []byte) bool {
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	l := listReader{}
	for _, c := range b {
		l.next(c)
		if l.list > 0 && l.depth > l.list {
			return c == '{'
		}
		if l.event || l.otlp || l.depth == 0 {
			return l.otlp
		}
	}
	return false
}

// Read implements io.Reader.
func (l *listReader) Read(p []byte) (int, error) {
	for l.at == len(l.out) && l.err == nil {
		n, err := l.r.Read(l.buf)
		l.out, l.at, l.err = l.out[:0], 0, err
		for b := l.buf[:n]; len(b) > 0; {
			if run := l.within(b); run > 0 { // Fast path.
				l.out = append(l.out, b[:run]...)
				b = b[run:]
				continue
			}
			l.pass(b[0])
			b = b[1:]
		}
		if err != nil {
			l.out, l.held = append(l.out, l.held...), nil
		}
	}
	n := copy(p, l.out[l.at:])
	if l.at += n; l.at < len(l.out) {
		return n, nil
	}
	return n, l.err
}

// inEvent reports whether what comes next is of an event in a list.
func (l *listReader) inEvent() bool { return l.list > 0 && l.depth > l.list }

// within follows the event at hand, if there is one, and returns how much of b is of
// it. Its twin is next.
func (l *listReader) within(b []byte) int {
	i := 0
	for ; i < len(b) && l.inEvent(); i++ {
		if l.quoted {
			if !l.escape {
				i += textRun(b[i:])
			}
			if i < len(b) {
				l.quoted, l.escape = l.escape || b[i] != '"', !l.escape && b[i] == '\\'
			}
			continue
		}
		switch b[i] {
		case '"':
			l.quoted, l.text = true, l.text[:0]
		case '{', '[':
			l.depth++
		case '}', ']':
			l.depth--
		}
	}
	return min(i, len(b))
}

// pass takes one byte to where it belongs.
func (l *listReader) pass(c byte) {
	before := l.depth
	inside := l.inEvent()
	l.next(c)
	switch {
	case inside || l.inEvent():
		l.out = append(l.out, c)
	case l.framed:
		for i, h := range l.held {
			l.held[i] = blank(h)
		}
		l.out = append(append(l.out, l.held...), blank(c))
		l.held = l.held[:0]
	case before == 0 && l.depth == 0:
		l.out = append(l.out, c)
	default:
		l.held = append(l.held, c)
		if l.depth == 0 || len(l.held) > maxHeld || l.event {
			l.out = append(l.out, l.held...)
			l.held = l.held[:0]
		}
	}
	if l.depth == 0 {
		if l.framed {
			l.aside += l.beside
		}
		l.framed, l.event, l.otlp, l.splunk, l.beside = false, false, false, false, 0
	}
}

// left tells s of what is left out of frames though it might be events.
func (l *listReader) left(s *Stats) {
	if l.aside > 0 {
		s.addLoss(Loss{Kind: loss.Aside, Count: l.aside})
	}
}

// textRun returns how much of b, in a text in JSON and behind no open escape, comes before
// the quote that ends the text, or before an escape that b cuts.
func textRun(b []byte) int {
	for from := 0; ; {
		n := bytes.IndexByte(b[from:], '"')
		end := from + n
		if n < 0 {
			end = len(b)
		}
		slashes := 0
		for from < end-slashes && b[end-1-slashes] == '\\' {
			slashes++
		}
		switch {
		case slashes%2 == 0:
			return end
		case n < 0:
			return end - 1
		}
		from = end + 1
	}
}

func blank(c byte) byte {
	if c == '\n' || c == '\r' {
		return c
	}
	return ' '
}

// next follows the brackets and names up to behind c.
func (l *listReader) next(c byte) {
	if l.quoted {
		l.inText(c)
		return
	}
	switch c {
	case '"':
		l.quoted, l.text = true, l.text[:0]
	case ':':
		if l.inEvent() {
			return
		}
		l.name = string(l.text)
		if l.depth == 1 && isEventName(l.name) {
			l.event = true
		}
		l.splunk = l.splunk || l.depth == 1 && l.name == "preview"
	case ',':
		l.name = ""
	case '{', '[':
		l.depth++
		switch {
		case l.list > 0 || l.event:
		case c == '{' && l.depth == 2 && l.name == "hits":
			l.hits = l.depth
		case c == '[' && (l.depth == 2 && isListName(l.name) || l.hits > 0 && l.depth == l.hits+1 && l.name == "hits"):
			l.list, l.framed = l.depth, true
		case c == '[' && l.depth == 2 && l.name == "resourceLogs":
			l.otlp = true
		case c == '[' && l.depth == 2 && l.name == "messages" && !l.splunk:
			l.list, l.framed = l.depth, true
		case c == '[' && l.otlp && l.depth == 6 && l.name == "logRecords":
			l.list, l.framed = l.depth, true
		case c == '[' && l.depth == 2 && l.name != "used_indices": // where Graylog searched
			l.other = l.depth
		case c == '{' && l.other > 0 && l.depth == l.other+1:
			l.beside++
		}
		l.name = ""
	case '}', ']':
		if l.depth == l.list {
			l.list = 0
		}
		if l.depth == l.hits {
			l.hits = 0
		}
		if l.depth == l.other {
			l.other = 0
		}
		l.depth = max(0, l.depth-1)
	}
}

func (l *listReader) inText(c byte) {
	switch {
	case l.escape:
		l.escape = false
	case c == '\\':
		l.escape = true
	case c == '"':
		l.quoted = false
		return
	}
	if len(l.text) < 32 && !l.inEvent() {
		l.text = append(l.text, c)
	}
}

// isListName knows what lists of events are called.
func isListName(name string) bool {
	switch name {
	case "records", "Records", "events", "Events", "value", "results", "Results", "matches", "documents", "logs", "logEvents",
		"SecurityEvent", "WindowsEvent", "data", "rows":
		return true
	}
	return false
}

// isEventName knows names that only events have.
func isEventName(name string) bool {
	switch name {
	case "Event", "System", "winlog", "EventID", "EventData", "event_id", "Channel", "@timestamp", "class_uid":
		return true
	}
	return false
}
