package source

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// others are formats that are often met among logs.
var others = []struct {
	offset int
	magic  string
	name   string
}{
	{4, "LfLe", "an event log of Windows XP (.evt); Windows converts it: wevtutil epl old.evt new.evtx /lf"},
	{0, "ElfChnk\x00", "a chunk of an EVTX file without the file around it"},
	{0, "\xfd7zXZ\x00", "xz-compressed"},
	{0, "BZh", "bzip2-compressed"},
	{0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive"},
	{0, "Rar!", "a RAR archive"},
	{257, "ustar", "a tar archive"},
	{0, "MZ", "a Windows program"},
	{0, "\x7fELF", "a program"},
	{0, "%PDF-", "a PDF document"},
	{0, "\x89PNG", "a picture"},
	{0, "SQLite format 3\x00", "an SQLite database"},
	{0, "regf", "a registry hive"},
	{0, "PAR1", "Parquet"},
	{0, "\xd4\xc3\xb2\xa1", "a packet capture"},
	{0, "\x0a\x0d\x0d\x0a", "a packet capture"},
}

// describe says what a file that is no log looks like.
func describe(b []byte) string {
	for _, o := range others {
		if len(b) > o.offset && bytes.HasPrefix(b[o.offset:], []byte(o.magic)) {
			return o.name
		}
	}
	if enc := encodingOf(b); enc != utf8Text {
		b = enc.decode(b)
	}
	start := scan.TrimBlanks(b)
	start = start[:min(len(start), 40)]
	if !isText(start) {
		return fmt.Sprintf("binary data that begins with % x", b[:min(len(b), 8)])
	}
	if bytes.HasPrefix(start, []byte("<")) {
		return fmt.Sprintf("XML or HTML without an <Event>, it begins with %q", start)
	}
	return fmt.Sprintf("text that begins with %q", bytes.ToValidUTF8(start, nil)) // the last character may be cut
}

// isText reports whether b is printable, its last character perhaps cut.
func isText(b []byte) bool {
	for utf8.FullRune(b) {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) && !unicode.IsSpace(r) && r != utf8.RuneError {
			return false
		}
		b = b[n:]
	}
	return true
}
