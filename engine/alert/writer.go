package alert

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf8"
)

// writer writes a JSON object member by member, as encoding/json would with
// characters of HTML as they are. Events are written by hand: by reflection and
// json.Marshaler each of their texts would be copied and checked several times.
type writer struct {
	b       []byte
	err     error
	repeats *repeats // nil: what comes again is quoted again
}

func (w *writer) open() { w.b = append(w.b, '{') }

func (w *writer) close() { w.b = append(w.b, '}') }

// key begins a member, whose key has nothing to escape.
func (w *writer) key(key string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(append(append(w.b, '"'), key...), '"', ':')
}

// text writes a member unless s is empty.
func (w *writer) text(key, s string) {
	if s != "" {
		w.key(key)
		w.b = appendQuoted(w.b, s)
	}
}

// always writes a member, even of an empty text.
func (w *writer) always(key, s string) {
	w.key(key)
	w.b = appendQuoted(w.b, s)
}

// flag writes a member if it is true.
func (w *writer) flag(key string, set bool) {
	if set {
		w.key(key)
		w.b = append(w.b, "true"...)
	}
}

// integer writes a member.
func (w *writer) integer(key string, i int64) {
	w.key(key)
	w.b = strconv.AppendInt(w.b, i, 10)
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

// appendQuoted appends s as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func appendQuoted(b []byte, s string) []byte {
	b = append(slices.Grow(b, len(s)+16), '"')
	i := 0
	for i+8 <= len(s) {
		// Fast path: eight bytes at a time are appended; those from the first special one
		// on are taken back.
		w := binary.LittleEndian.Uint64([]byte(s[i : i+8]))
		b = binary.LittleEndian.AppendUint64(b, w)
		i += 8
		if n := plainBytes(w); n < 8 {
			i -= 8 - n
			b, n = appendSpecial(b[:len(b)-8+n], s[i:])
			i += n
		}
	}
	for n := 0; i < len(s); i += n {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			b, n = appendSpecial(b, s[i:])
		} else {
			b, n = append(b, c), 1
		}
	}
	return append(b, '"')
}

// plainBytes returns how many bytes of w stand in a JSON string as they are, up to the
// first that is escaped or no ASCII.
func plainBytes(w uint64) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	// The lowest bit that is set is of the first such byte; others may be wrong.
	return bits.TrailingZeros64((w|(w-' '*ones)|(w^'"'*ones-ones)|(w^'\\'*ones-ones))&high) / 8
}

// appendSpecial appends the first character of s, which is no plain byte, and returns
// its length in s.
func appendSpecial(b []byte, s string) ([]byte, int) {
	const hex = "0123456789abcdef"
	c := s[0]
	switch {
	case c >= utf8.RuneSelf:
		return appendRune(b, s)
	case escapes[c] != 0:
		return append(b, '\\', escapes[c]), 1
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15]), 1
}

// escapes are what stands behind a backslash for characters that have such a short form.
var escapes = [utf8.RuneSelf]byte{'"': '"', '\\': '\\', '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f'}

// appendRune appends the first character of s, which is no ASCII, and returns its length
// in s. What is no UTF-8 is escaped, and so is what JavaScript takes for the end of a line.
func appendRune(b []byte, s string) ([]byte, int) {
	switch r, n := utf8.DecodeRuneInString(s); {
	case r == utf8.RuneError && n == 1:
		return append(b, `\ufffd`...), n
	case r == '\u2028':
		return append(b, `\u2028`...), n
	case r == '\u2029':
		return append(b, `\u2029`...), n
	default:
		return append(b, s[:n]...), n
	}
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
