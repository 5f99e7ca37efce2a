package alert

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
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
	b = append(b, '"')
	for {
		i := plainPrefix(s)
		b = append(b, s[:i]...)
		if i == len(s) {
			return append(b, '"')
		}
		n := 1
		if s[i] < utf8.RuneSelf {
			b = appendEscaped(b, s[i:i+1])
		} else {
			b, n = appendRune(b, s[i:])
		}
		s = s[i+n:]
	}
}

// plainPrefix returns how many bytes of s stand in a JSON string as they are,
// up to the first that is escaped or no ASCII. It looks at eight at a time.
func plainPrefix(s string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := binary.LittleEndian.Uint64([]byte(s[i : i+8]))
		quote, slash := w^('"'*ones), w^('\\'*ones)
		// The lowest bit that is set is of the first such byte; others may be wrong.
		if found := (w | (w-' '*ones)&^w | (quote-ones)&^quote | (slash-ones)&^slash) & high; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// appendRune appends the first character of s, which is no ASCII, and returns its
// length in s.
func appendRune(b []byte, s string) ([]byte, int) {
	r, n := utf8.DecodeRuneInString(s)
	if isEscaped(r, n) {
		return appendEscaped(b, s[:n]), n
	}
	return append(b, s[:n]...), n
}

// isEscaped reports whether r of n bytes, which is no ASCII, is escaped: what is no
// UTF-8, and what JavaScript takes for the end of a line.
func isEscaped(r rune, n int) bool {
	return r == utf8.RuneError && n == 1 || r == '\u2028' || r == '\u2029'
}

// appendEscaped appends one character as JSON strings hold it.
func appendEscaped(b []byte, char string) []byte {
	const hex = "0123456789abcdef"
	switch c := char[0]; c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	default:
		if c < ' ' {
			return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	switch char {
	case "\u2028":
		return append(b, `\u2028`...)
	case "\u2029":
		return append(b, `\u2029`...)
	}
	return append(b, `\ufffd`...)
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
