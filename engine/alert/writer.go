package alert

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// writer writes a JSON object member by member, as encoding/json would with
// characters of HTML as they are. Events are written by hand: by reflection and
// json.Marshaler each of their texts would be copied and checked several times.
type writer struct {
	b   []byte
	err error
}

func (w *writer) open() { w.b = append(w.b, '{') }

func (w *writer) close() { w.b = append(w.b, '}') }

// key begins a member.
func (w *writer) key(key string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(appendQuoted(w.b, key), ':')
}

// text writes a member unless s is empty.
func (w *writer) text(key, s string) {
	if s != "" {
		w.key(key)
		w.b = appendQuoted(w.b, s)
	}
}

// number writes a member.
func (w *writer) number(key string, u uint64) {
	w.key(key)
	w.b = strconv.AppendUint(w.b, u, 10)
}

// value writes a member as encoding/json writes v.
func (w *writer) value(key string, v any) {
	w.key(key)
	text, err := marshal(v)
	if w.err == nil {
		w.err = err
	}
	w.b = append(w.b, text...)
}

// result returns what was written.
func (w *writer) result() ([]byte, error) { return w.b, w.err }

// appendQuoted appends s as a JSON string.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			// Slow path: there may be invalid bytes and line separators.
			text, _ := marshal(s[start:]) // a string always can be
			return append(b, text[1:]...)
		}
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		default:
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(b, s[start:]...), '"')
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
