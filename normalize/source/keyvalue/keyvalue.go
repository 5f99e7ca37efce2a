// Package keyvalue reads the lines of key=value in which SIEMs hand events to each
// other: CEF and LEEF, and the payload of WinCollect, mostly behind a header of
// syslog.
//
// A record has the parts of the head under names of their own (DeviceVendor,
// SignatureID …) and the pairs under theirs. CEF's custom fields are called by
// their labels.
package keyvalue

import (
	"bytes"
	"context"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "keyvalue"

var grammar = blocks.Grammar{Format: Format, Starts: func(_, _ []byte) bool { return true }, Fields: Fields}

// Records yields the events in r, which is UTF-8; file is the name they carry.
// See [blocks.Grammar] for its errors.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return grammar.Records(ctx, r, file)
}

// The marks that a record begins with, behind its syslog header.
const (
	cefMark  = "CEF:"
	leefMark = "LEEF:"
	wincMark = "AgentDevice=WindowsLog"
)

// Starts reports whether b begins with a line of one of the forms.
func Starts(b []byte) bool {
	line, _, _ := bytes.Cut(b[:min(len(b), 512)], []byte("\n"))
	at, mark := markOf(string(line))
	return at >= 0 && (mark == wincMark || bytes.Count(line[at:], []byte("|")) >= 4)
}

// markOf finds the mark in a line.
func markOf(line string) (at int, mark string) {
	for _, mark := range [...]string{leefMark, cefMark, wincMark} { // CEF's is part of no other
		if at := strings.Index(line, mark); at >= 0 && (at == 0 || line[at-1] == ' ' || line[at-1] == '\t') {
			return at, mark
		}
	}
	return -1, ""
}

// Fields returns the fields of one record.
func Fields(text string) (event.Fields, bool) {
	text = strings.TrimRight(text, "\r\n")
	at, mark := markOf(text)
	if at < 0 {
		return nil, false
	}
	var fs event.Fields
	if header := strings.TrimSpace(text[:at]); header != "" {
		fs = append(fs, field("SyslogHeader", header))
	}
	switch body := text[at:]; mark {
	case cefMark:
		names := []string{"CEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SignatureID", "Name", "Severity"}
		head, rest := cutHead(body, len(names))
		return append(withHead(fs, names, head), labelled(spaced(rest))...), len(head) == len(names)
	case leefMark:
		names := []string{"LEEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SignatureID"}
		head, rest := cutHead(body, len(names))
		rest, between := delimiter(rest)
		return append(withHead(fs, names, head), pairs(rest, between)...), len(head) == len(names)
	default:
		return append(fs, pairs(body, "\t")...), true
	}
}

func field(name, value string) event.Field {
	return event.Field{Name: name, Value: event.TextValue(value)}
}

func withHead(fs event.Fields, names, head []string) event.Fields {
	for i, v := range head {
		fs = append(fs, field(names[i], v))
	}
	return fs
}

// cutHead splits the first n parts off, at bars that have no backslash before.
func cutHead(s string, n int) (head []string, rest string) {
	from := 0
	for i := 0; i < len(s) && len(head) < n; i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			head = append(head, unescape(s[from:i]))
			from = i + 1
		}
	}
	return head, s[from:]
}

// delimiter takes the sign between the pairs off LEEF 2.0's, where it names one.
func delimiter(rest string) (string, string) {
	sign, more, ok := strings.Cut(rest, "|")
	switch {
	case ok && len(sign) == 1:
		return more, sign
	case ok && (sign == "" || sign == "x09" || sign == "0x09"):
		return more, "\t"
	}
	return rest, "\t"
}

// pairs reads key=value with a sign between them. What has no key goes on with the
// value before it.
func pairs(s, between string) (fs event.Fields) {
	name, from, end := "", 0, 0
	flush := func() {
		if name != "" {
			fs = append(fs, field(name, s[from:end]))
		}
	}
	for at := 0; at < len(s); {
		n := strings.Index(s[at:], between)
		if n < 0 {
			n = len(s) - at
		}
		if key, _, ok := strings.Cut(s[at:at+n], "="); ok && isKey(strings.TrimSpace(key)) {
			flush()
			name, from = strings.TrimSpace(key), at+len(key)+1
		}
		end = at + n
		at = end + len(between)
	}
	flush()
	return fs
}

// spaced reads CEF's pairs: blanks are between them and in values, so that a
// value ends before the last word in front of the next equals sign.
func spaced(s string) (fs event.Fields) {
	s = strings.TrimSpace(s)
	name, from := "", 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '=':
			low := max(from, i-maxKey-1)
			at := low + strings.LastIndexAny(s[low:i], " \t\n") + 1
			if !isKey(s[at:i]) || at == from && name != "" {
				continue
			}
			if name != "" {
				fs = append(fs, field(name, unescape(strings.TrimSpace(s[from:at]))))
			}
			name, from = s[at:i], i+1
		}
	}
	if name != "" {
		fs = append(fs, field(name, unescape(strings.TrimSpace(s[from:]))))
	}
	return fs
}

const maxKey = 128 // bytes

func isKey(s string) bool {
	if s == "" || len(s) > maxKey {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && r != '.' && r != '-' && (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r)
	})
}

// labelled calls custom fields by their labels: cs1=x cs1Label=Y is Y=x. Windows'
// own MandatoryLabel is of no field Mandatory.
func labelled(fs event.Fields) event.Fields {
	labels := map[string]string{}
	for _, f := range fs {
		name, ok := strings.CutSuffix(f.Name, "Label")
		if ok && f.Value.Raw() != "" && slices.ContainsFunc(fs, func(f event.Field) bool { return f.Name == name }) {
			labels[name] = f.Value.Raw()
		}
	}
	out := fs[:0]
	for _, f := range fs {
		if label, ok := labels[f.Name]; ok {
			f.Name = label
		} else if name, ok := strings.CutSuffix(f.Name, "Label"); ok && labels[name] != "" {
			continue
		}
		out = append(out, f)
	}
	return out
}

// unescape removes the backslashes that CEF puts before signs.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		switch i++; s[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case '\\', '=', '|':
			b.WriteByte(s[i])
		default:
			b.WriteString(s[i-1 : i+1])
		}
	}
	return b.String()
}
