package alert

import (
	"encoding/binary"
	"strconv"
)

// A sheet is the alerts of one event as JSON, finished but for what is known only
// when all alerts are in order: the number of the event in its input, and the ids of
// alerts that are equal to the last byte. The metadata of their rules stands there by
// number, and of long values that matched where the event has them. It is one block of
// bytes without pointers, as that of [Pack], and made where the alerts are found; ordering
// and writing them is little work then.
//
//	index | event | rest of the source | for each alert: rule | id | time | matched | correlation

// AppendSheet appends the sheet of alerts, which share an event, to b. Their rules
// become the numbers that number gives them.
func (e *Encoder) AppendSheet(b []byte, alerts []*Alert, number func(*Rule) int) ([]byte, error) {
	ev := alerts[0].Event
	w := sheetWriter{writer{b: b, repeats: &e.repeats}}
	w.b = binary.LittleEndian.AppendUint64(w.b, uint64(ev.Source.Index))
	w.piece(func() {
		w.repeats.begin(len(w.b), true)
		e.event(&w.writer, ev)
		w.input(&ev.Source)
	})
	w.piece(func() { w.place(&ev.Source) })
	for _, a := range alerts {
		w.b = binary.LittleEndian.AppendUint32(w.b, uint32(number(a.Rule)))
		w.piece(func() { w.b = append(w.b, a.ID...) })
		w.piece(func() { w.time("time", a.Time) })
		w.piece(func() { w.reasons(a) })
		w.piece(func() { w.correlation(a.Correlation) })
	}
	w.repeats.forget()
	return w.result()
}

type sheetWriter struct{ writer }

// piece writes what write writes, behind its length. The last byte of that is never
// the brace after which a member needs no comma.
func (w *sheetWriter) piece(write func()) {
	start := len(w.b) + 4
	w.b = append(w.b, 0, 0, 0, 0)
	write()
	binary.LittleEndian.PutUint32(w.b[start-4:], uint32(len(w.b)-start))
}

// Sheet reads a sheet alert by alert:
//
//	for s.Open(b); s.Next(); {
//		line, err = encoder.AppendLine(line[:0], &s, rules[s.Rule])
//	}
//	err = s.Err()
//
// Index and ID may be changed before the alert is written. Its bytes are those of b.
type Sheet struct {
	Index int64  // of the event in its input
	Rule  int    // the number of the alert's rule
	ID    []byte // the alert's

	event, place               []byte
	time, reasons, correlation []byte
	rest                       []byte // what was not read yet
	bad                        bool
}

// Open begins to read b.
func (s *Sheet) Open(b []byte) {
	*s = Sheet{rest: b}
	s.Index = int64(binary.LittleEndian.Uint64(s.take(8)))
	s.event, s.place = s.piece(), s.piece()
}

// Next goes on to the next alert, if there is one.
func (s *Sheet) Next() bool {
	if s.bad || len(s.rest) == 0 {
		return false
	}
	s.Rule, s.ID = int(s.number()), s.piece()
	s.time, s.reasons, s.correlation = s.piece(), s.piece(), s.piece()
	return !s.bad
}

// Err reports whether what was read so far is no sheet.
func (s *Sheet) Err() error {
	if s.bad {
		return errPacked
	}
	return nil
}

func (s *Sheet) piece() []byte { return s.take(int(s.number())) }

func (s *Sheet) number() uint32 { return binary.LittleEndian.Uint32(s.take(4)) }

// take returns the next n bytes; zeros, eight at most, if there are fewer.
func (s *Sheet) take(n int) []byte {
	if n > len(s.rest) {
		s.bad, s.rest = true, nil
		return make([]byte, min(n, 8))
	}
	taken := s.rest[:n]
	s.rest = s.rest[n:]
	return taken
}

// AppendLine appends the alert that s stands at, which is of rule r, as Append would.
func (e *Encoder) AppendLine(b []byte, s *Sheet, r *Rule) ([]byte, error) {
	w := writer{b: b}
	w.open()
	w.always("id", string(s.ID))
	w.b = append(w.b, s.time...)
	e.rule(&w, r)
	var ok bool
	if w.b, ok = appendRepeated(w.b, s.reasons, s.event); !ok {
		return b, errPacked
	}
	w.b = append(w.b, s.event...)
	w.b = strconv.AppendInt(w.b, s.Index, 10)
	w.b = append(append(w.b, s.place...), s.correlation...)
	w.close()
	return w.result()
}
