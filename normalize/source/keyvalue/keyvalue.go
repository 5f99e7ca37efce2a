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
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
)

// Format is what Source.Format says of the records.
const Format = "keyvalue"

// Grammar returns how such logs are read.
func Grammar() *blocks.Grammar {
	return &blocks.Grammar{Format: Format, Starts: func(_, _ []byte) bool { return true }, Fields: fields}
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

// The heads of the forms, between bars.
var (
	cefHead  = []string{"CEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SignatureID", "Name", "Severity"}
	leefHead = []string{"LEEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SignatureID"}
)

// fields reads one record.
func fields(d *blocks.Draft, text string) bool {
	text = strings.TrimRight(text, "\r\n")
	at, mark := markOf(text)
	if at < 0 {
		return false
	}
	if header := strings.TrimSpace(text[:at]); header != "" {
		d.Add("SyslogHeader", header)
	}
	switch body := text[at:]; mark {
	case cefMark:
		rest, ok := head(d, cefHead, body)
		from := len(d.Fields)
		spaced(d, rest)
		d.Fields = append(d.Fields[:from], labelled(d.Fields[from:])...)
		return ok
	case leefMark:
		rest, ok := head(d, leefHead, body)
		rest, between := delimiter(rest)
		pairs(d, rest, between)
		return ok
	default:
		pairs(d, body, "\t")
		return true
	}
}

// head reads the parts of a head, which end at bars that have no backslash before, and
// reports whether they are all there.
func head(d *blocks.Draft, names []string, s string) (rest string, ok bool) {
	from := 0
	for i := 0; i < len(s) && len(names) > 0; i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			d.Add(names[0], unescape(d, s[from:i]))
			names, from = names[1:], i+1
		}
	}
	return s[from:], len(names) == 0
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
func pairs(d *blocks.Draft, s, between string) {
	name, from, end := "", 0, 0
	for at := 0; at < len(s); {
		n := strings.IndexByte(s[at:], between[0])
		if n < 0 {
			n = len(s) - at
		}
		if key, _, ok := strings.Cut(s[at:at+n], "="); ok && isKey(strings.TrimSpace(key)) {
			if name != "" {
				d.Add(name, s[from:end])
			}
			name, from = strings.TrimSpace(key), at+len(key)+1
		}
		end = at + n
		at = end + 1
	}
	if name != "" {
		d.Add(name, s[from:end])
	}
}

// spaced reads CEF's pairs: blanks are between them and in values, so that a
// value ends before the last word in front of the next equals sign.
func spaced(d *blocks.Draft, s string) {
	s = strings.TrimSpace(s)
	name, from := "", 0
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], '=')
		if n < 0 {
			break
		}
		i += n
		at := keyBefore(s[from:i])
		if at < 0 || at == 0 && name != "" || isEscaped(s[:i]) {
			continue
		}
		at += from
		if name != "" {
			d.Add(name, unescape(d, strings.TrimSpace(s[from:at])))
		}
		name, from = s[at:i], i+1
	}
	if name != "" {
		d.Add(name, unescape(d, strings.TrimSpace(s[from:])))
	}
}

const maxKey = 128 // bytes

// keyBefore returns where the key begins that s ends with, -1 if there is none: a word with a
// blank, or nothing, before it.
func keyBefore(s string) int {
	at := len(s)
	for at > 0 && isKeySign(s[at-1]) && len(s)-at <= maxKey {
		at--
	}
	if n := len(s) - at; n == 0 || n > maxKey || at > 0 && s[at-1] != ' ' && s[at-1] != '\t' && s[at-1] != '\n' {
		return -1
	}
	return at
}

// isEscaped reports whether what is behind s has a backslash before it that is none itself.
func isEscaped(s string) bool {
	return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1
}

func isKey(s string) bool { return keyBefore(s) == 0 }

func isKeySign(c byte) bool {
	return c == '_' || c == '.' || c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// labelled calls custom fields by their labels: cs1=x cs1Label=Y is Y=x. Windows'
// own MandatoryLabel is of no field Mandatory.
func labelled(fs event.Fields) event.Fields {
	if !slices.ContainsFunc(fs, func(f event.Field) bool { return strings.HasSuffix(f.Name, "Label") }) {
		return fs
	}
	said := map[string]string{}
	for _, f := range fs {
		if name, ok := strings.CutSuffix(f.Name, "Label"); ok && f.Value.Raw() != "" {
			said[name] = f.Value.Raw()
		}
	}
	labels := map[string]string{} // those of fields that are there
	for _, f := range fs {
		if label, ok := said[f.Name]; ok {
			labels[f.Name] = label
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
func unescape(d *blocks.Draft, s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	b := d.Room(len(s))
	for ; i >= 0 && i+1 < len(s); i = strings.IndexByte(s, '\\') {
		b = append(b, s[:i]...)
		switch c := s[i+1]; c {
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case '\\', '=', '|':
			b = append(b, c)
		default:
			b = append(b, s[i:i+2]...)
		}
		s = s[i+2:]
	}
	return d.Keep(append(b, s...))
}
