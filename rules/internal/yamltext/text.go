// Package yamltext is YAML with its text kept at hand: encodings, the documents
// of a stream, bounds against hostile files, and positions that are right down
// to a byte of a folded scalar. It knows nothing of rules.
package yamltext

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// The bounds. They leave room for eight times the largest published rule, and for
// all published rules in one file.
const (
	MaxSize      = 16 << 20 // bytes of a file
	MaxEntries   = 1 << 18  // lines and entries of lists in a file
	MaxDocuments = 10_000   // documents of a file
	MaxLength    = 2 << 20  // bytes of a document
	MaxNodes     = 40_000   // nodes of a document, aliases written out
	MaxDepth     = 100      // nesting, aliases written out
)

// Error is what is wrong with a YAML text, where.
type Error struct {
	Line, Col int // 1-based, columns in runes; 0 when it is the whole file
	Msg       string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Msg
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
}

// Text is a YAML file's text as UTF-8 without byte order mark, with line feeds
// for line breaks. It is immutable.
type Text struct {
	s      string
	starts []int // of each line
}

// Read decodes src, which is UTF-8, or UTF-16 with a byte order mark.
func Read(src []byte) (*Text, error) {
	if len(src) > MaxSize {
		return nil, &Error{Msg: fmt.Sprintf("the file is larger than %d MiB", MaxSize>>20)}
	}
	s, err := decode(src)
	if err != nil {
		return nil, err
	}
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	if entries(s) > MaxEntries {
		return nil, &Error{Msg: fmt.Sprintf("the file has more than %d lines and entries of lists", MaxEntries)}
	}
	t := &Text{s: s, starts: make([]int, 1, 1+strings.Count(s, "\n"))}
	for i := range len(s) {
		if s[i] == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t, nil
}

// String returns the whole text.
func (t *Text) String() string { return t.s }

// Line returns line n, 1-based, without its line feed; "" when there is none.
func (t *Text) Line(n int) string {
	if n < 1 || n > len(t.starts) {
		return ""
	}
	line, _, _ := strings.Cut(t.s[t.starts[n-1]:], "\n")
	return line
}

func decode(src []byte) (string, error) {
	if rest, ok := bytes.CutPrefix(src, []byte("\xef\xbb\xbf")); ok {
		return string(rest), nil
	}
	if rest, ok := bytes.CutPrefix(src, []byte("\xff\xfe")); ok {
		return fromUTF16(rest, binary.LittleEndian)
	}
	if rest, ok := bytes.CutPrefix(src, []byte("\xfe\xff")); ok {
		return fromUTF16(rest, binary.BigEndian)
	}
	return string(src), nil
}

func fromUTF16(src []byte, order binary.ByteOrder) (string, error) {
	if len(src)%2 != 0 {
		return "", errors.New("the file is cut in the middle of a UTF-16 character")
	}
	units := make([]uint16, len(src)/2)
	for i := range units {
		units[i] = order.Uint16(src[2*i:])
	}
	return string(utf16.Decode(units)), nil
}

// entries is about how many nodes a YAML text has, found without parsing it.
func entries(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, ",") + strings.Count(s, "[")
}
