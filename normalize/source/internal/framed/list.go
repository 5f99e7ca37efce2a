package framed

import "io"

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

	frame
	aside int64 // the objects in other lists, where there was a list of events
}

// maxHeld bounds what is read of an object before its list.
const maxHeld = 1 << 20

func newListReader(r io.Reader) *listReader { return &listReader{r: r, buf: make([]byte, 64<<10)} }

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
		l.begin()
	}
}
