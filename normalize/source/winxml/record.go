package winxml

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// fields turns the spans of event b into fields that own their memory: one text
// for all values, one list.
func (s *scanner) fields(b []byte) event.Fields {
	if len(s.spans) == 0 {
		return nil
	}
	s.decodeAll()
	text := string(s.scratch)
	fields := make(event.Fields, len(s.spans))
	from := 0
	for i := range s.spans {
		name, f := s.spans[i].name, &fields[i]
		f.Name, f.Path, f.Section = name.Name, name.Path, name.Section
		value := text[from:s.ends[i]]
		if f.Section == event.System {
			value = strings.TrimSpace(value)
		}
		f.Value = event.TextValue(value)
		from = s.ends[i]
	}
	if fields[0].Section != event.System {
		flat(fields)
	}
	return fields
}

// flat leaves the fields of an <Event> unsorted that is not Windows' own but a list
// of elements, as NXLog's to_xml writes it.
func flat(fields event.Fields) {
	if !slices.ContainsFunc(fields, func(f event.Field) bool { return f.Name == "EventReceivedTime" }) ||
		slices.ContainsFunc(fields, func(f event.Field) bool { return f.Section == event.System }) {
		return
	}
	for i := range fields {
		fields[i].Section = event.Unsorted
	}
}

// decodeAll decodes the texts of all spans into the scratch; s.ends says where each one ends.
func (s *scanner) decodeAll() {
	s.scratch, s.ends = s.scratch[:0], s.ends[:0]
	for _, sp := range s.spans {
		for _, p := range s.pieces[sp.first:sp.last] {
			s.scratch = s.appendPiece(s.scratch, p)
		}
		s.ends = append(s.ends, len(s.scratch))
	}
}

// decode returns the text of a piece, valid until the next one.
func (s *scanner) decode(p piece) []byte {
	s.scratch = s.appendPiece(s.scratch[:0], p)
	return s.scratch
}

// appendPiece appends the text of a piece to dst, references resolved.
func (s *scanner) appendPiece(dst []byte, p piece) []byte {
	src := s.b[p.from:p.to]
	for !p.cdata {
		i := bytes.IndexByte(src, '&')
		if i < 0 {
			break
		}
		r, n := reference(src[i:])
		if n == 0 { // a bare ampersand: Windows escapes them, others forget to
			r, n = '&', 1
		}
		dst = scan.AppendText(dst, src[:i])
		dst = utf8.AppendRune(dst, r)
		src = src[i+n:]
	}
	return scan.AppendText(dst, src)
}

// reference returns the character that the reference b begins with stands for
// and the reference's length, 0 when it is none. Control characters are
// Windows's own and kept.
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	name := string(b[1:end])
	switch name {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, 0
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	u, err := strconv.ParseUint(digits, base, 32)
	switch {
	case err != nil:
		return 0, 0
	case u > utf8.MaxRune:
		return utf8.RuneError, end + 1
	}
	return rune(u), end + 1
}
