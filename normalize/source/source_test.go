package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

const (
	lines  = "{\"EventID\":1}\n{\"EventID\":2}\n"
	event3 = "<Event><System><EventID>3</EventID></System></Event>"
)

// summary reads a file to its end: the records' files, lines, offsets and event
// ids, then what was lost, then the error.
func summary(f *source.File, err error) string {
	if err != nil {
		return "! " + err.Error()
	}
	defer f.Close()
	var b strings.Builder
	for rec, err := range f.Records(context.Background()) {
		switch {
		case errors.Is(err, event.ErrSkip):
			fmt.Fprintf(&b, "lost: %v\n", err)
		case err != nil:
			fmt.Fprintf(&b, "! %v\n", err)
		default:
			id, _ := rec.Fields.Get("EventID")
			fmt.Fprintf(&b, "%s[%d] %d:%d=%s\n", rec.Source.File, rec.Source.Index, rec.Source.Line, rec.Source.Offset, id.Raw())
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func utf16Text(order binary.AppendByteOrder, s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

func zstded(s string) string {
	z, _ := zstd.NewWriter(nil)
	return string(z.EncodeAll([]byte(s), nil))
}

func TestContent(t *testing.T) {
	const two = "x[0] 1:0=1\nx[1] 2:14=2"
	le, be := binary.LittleEndian, binary.BigEndian
	long := "{\"EventID\":\"" + strings.Repeat("é😀", 30_000) + "\"}\n"
	for _, tt := range []struct{ name, in, want string }{
		{"JSON", lines, two},
		{"XML", event3, "x[0] 1:0=3"},
		{"XML behind text", "# A page\n```\n- " + event3, "lost: x: line 1 (byte 0): text between events\nx[0] 3:15=3"},
		{"empty list", "<?xml version='1.0'?><Events></Events>", ""},
		{"empty array", "[]", ""},
		{"JSON cut at its start", "\":\"x\"}\n" + lines, "lost: x: line 1 (byte 0): not an event: '\"' where an object should begin\nx[0] 2:7=1\nx[1] 3:21=2"},
		{"JSON cut at its start, before names that tables have", `ty","EventID":7,"Level":"4","Channel" : "x"}` + "\n" + lines, "lost: x: line 1 (byte 0): not an event: 't' where an object should begin\nx[0] 2:45=1\nx[1] 3:59=2"},
		{"arrays in an array", "[\n [{\"EventID\":1}, {\"EventID\":2}],\n[],[{\"EventID\":3}]\n]", "x[0] 2:4=1\nx[1] 2:19=2\nx[2] 3:39=3"},
		{"arrays in an array, cut off", "[[{\"EventID\":1},", "x[0] 1:2=1\nlost: x: line 1 (byte 16): cut off at the end: the array is not closed"},
		{"byte order mark", "\ufeff" + lines, "x[0] 1:3=1\nx[1] 2:17=2"},
		{"UTF-16LE", utf16Text(le, "\ufeff"+lines), "x[0] 1:2=1\nx[1] 2:30=2"},
		{"UTF-16BE", utf16Text(be, "\ufeff"+lines), "x[0] 1:2=1\nx[1] 2:30=2"},
		{"UTF-16LE without mark", utf16Text(le, lines), "x[0] 1:0=1\nx[1] 2:28=2"},
		{"UTF-16BE without mark", utf16Text(be, event3), "x[0] 1:0=3"},
		{"UTF-16 offsets behind surrogates", utf16Text(le, "{\"EventID\":\"é😀\"}\n{\"EventID\":2}"), "x[0] 1:0=é😀\nx[1] 2:36=2"},
		{"UTF-16 lone surrogate", utf16Text(le, "{\"EventID\":\"") + "\x00\xd8" + utf16Text(le, "\"}"), "x[0] 1:0=\ufffd"},
		{"UTF-16 odd length", utf16Text(le, lines) + "\n", two16 + "\nlost: x: line 3 (byte 56): not an event: 'ï' where an object should begin"},
		{"UTF-16 long", utf16Text(be, long+lines), fmt.Sprintf("x[0] 1:0=%s\nx[1] 2:%d=1\nx[2] 3:%d=2", strings.Repeat("é😀", 30_000), 180_030, 180_058)},
		{"gzip", gzipped(lines), two},
		{"gzip members", gzipped(lines[:10]) + gzipped(lines[10:]) + "\x00\x00\x00", two},
		{"gzip in gzip", gzipped(gzipped(lines)), two},
		{"gzip five times", gzipped(gzipped(gzipped(gzipped(gzipped(lines))))), "! open x: compressed more than 4 times over"},
		{"zstd", zstded(lines), two},
		{"zstd frames", "\x50\x2a\x4d\x18\x02\x00\x00\x00ab" + zstded(lines[:10]) + zstded(lines[10:]), two},
		{"zstd of UTF-16", zstded(utf16Text(le, "\ufeff"+event3)), "x[0] 1:2=3"},

		{"gzip and other bytes", gzipped(lines) + "more", two + "\n! read x: byte 28: gzip: other bytes follow the gzip data"},
		{"gzip cut off", gzipped(lines)[:len(gzipped(lines))-9], two + "\n! read x: byte 28: the gzip data is cut off: unexpected EOF"},
		{"gzip with a wrong checksum", gzipped(lines)[:len(gzipped(lines))-8] + "01234567", two + "\n! read x: byte 28: gzip: invalid checksum"},
		{"gzip header only", "\x1f\x8b\x08", "! open x: the gzip data is cut off: unexpected EOF"},
		{"zstd cut off", zstded(lines)[:20], "! open x: the zstd data is cut off: unexpected EOF"},

		{"empty", "", "! open x: empty"},
		{"empty gzip", gzipped(""), "! open x: empty"},
		{"blanks", " \r\n\x00", "! open x: empty but for 4 blanks"},
		{"text", "hello\nworld", `! open x: unknown format: text that begins with "hello\nworld"`},
		{"text that is cut in a character", "ab" + strings.Repeat("キ", 20), `! open x: unknown format: text that begins with "ab` + strings.Repeat("キ", 12) + `"`},
		{"table cut at its start", "P\",\"1\",\"A title.\n\nSubject:\n\tAccount Name:\tx\n\"\n", `! open x: unknown format: text that begins with "P\",\"1\",\"A title.\n\nSubject:\n\tAccount Name"`},
		{"bracketed text", "[2024-01-01] x", `! open x: unknown format: text that begins with "[2024-01-01] x"`},
		{"other XML", "<?xml version='1.0'?><rss/>", `! open x: unknown format: XML or HTML without an <Event>, it begins with "<?xml version='1.0'?><rss/>"`},
		{"binary", "\x01\x02\x03\xff\xff\xff\xff\xff\xff", "! open x: unknown format: binary data that begins with 01 02 03 ff ff ff ff ff"},
		{"Windows XP", "0\x00\x00\x00LfLe", "! open x: unknown format: an event log of Windows XP (.evt); Windows converts it: wevtutil epl old.evt new.evtx /lf"},
		{"tar", strings.Repeat("a", 257) + "ustar", "! open x: unknown format: a tar archive"},
	} {
		for how, r := range map[string]io.Reader{
			"at once": strings.NewReader(tt.in), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.in)), "with its end": iotest.DataErrReader(strings.NewReader(tt.in)),
		} {
			if got := summary(source.Read(r, "x")); got != tt.want {
				t.Errorf("%s, %s: got\n%.300s\nwant\n%.300s", tt.name, how, got, tt.want)
			}
		}
	}
}

const two16 = "x[0] 1:0=1\nx[1] 2:28=2"

func TestSentinels(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	os.WriteFile(file, nil, 0o600)
	for _, tt := range []struct {
		err  func() error
		want error
	}{
		{func() error { _, err := source.Open(dir); return err }, fs.ErrInvalid},
		{func() error { _, err := source.Open(file + "x"); return err }, fs.ErrNotExist},
		{func() error { _, err := source.Open(file); return err }, source.ErrEmpty},
		{func() error { _, err := source.Read(strings.NewReader("hello"), "x"); return err }, source.ErrUnknownFormat},
	} {
		err := tt.err()
		if pe, ok := errors.AsType[*fs.PathError](err); !ok || tt.want != fs.ErrInvalid && !errors.Is(err, tt.want) {
			t.Errorf("got %v (%v), want %v", err, pe, tt.want)
		}
	}
	if _, err := source.Open(dir); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory: %v", err)
	}
}

func TestWithFormat(t *testing.T) {
	if got, want := summary(source.Read(strings.NewReader(gzipped("x\n"+lines)), "x", source.WithFormat("json"))),
		"lost: x: line 1 (byte 0): not an event: 'x' where an object should begin\nx[0] 2:2=1\nx[1] 3:16=2"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := summary(source.Read(strings.NewReader(lines), "x", source.WithFormat("xml"))), "lost: x: line 1 (byte 0): text between events"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := summary(source.Read(strings.NewReader(lines), "x", source.WithFormat("evtx"))); !strings.HasPrefix(got, "! read x:") {
		t.Errorf("JSON as EVTX: %s", got)
	}
	if got, want := summary(source.Read(strings.NewReader(lines), "x", source.WithFormat("toml"))), `! unknown input format "toml", want one of evtx, xml, json, csv, splunk, snare, keyvalue, syslog, eventlist, formatlist, message`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := summary(source.Read(strings.NewReader(""), "x", source.WithFormat("json"))), "! open x: empty"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStats(t *testing.T) {
	text := lines + "{\"EventID\":tru}\n{\"EventID\":x}\n" + lines + "{\"Ev"
	path := filepath.Join(t.TempDir(), "log")
	packed := gzipped(text)
	os.WriteFile(path, []byte(packed), 0o600)
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, total := f.Progress(); total != int64(len(packed)) {
		t.Errorf("%d bytes in all", total)
	}
	summary(f, nil)
	want := source.Stats{Format: "json", Records: 4, Bytes: int64(len(text)), Losses: []source.Loss{
		{Kind: "cut off at the end", Count: 1, Bytes: 4}, {Kind: "malformed record", Count: 2, Bytes: 28},
	}}
	if got := f.Stats(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if done, total := f.Progress(); done != total {
		t.Errorf("read %d of %d", done, total)
	}
	if got, want := summary(f, nil), "! the log has been read already"; got != want {
		t.Errorf("a second time: %s", got)
	}
	if err := f.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

// A log comes out of a pipe while it is still being written.
func TestLive(t *testing.T) {
	r, w := io.Pipe()
	seen := make(chan int)
	go func() {
		for i := range 3 {
			fmt.Fprintf(w, "{\"EventID\":%d}\n", i)
			<-seen
		}
		w.Close()
	}()
	f, err := source.Read(r, "-")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range f.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		seen <- n
	}
	if n != 3 {
		t.Errorf("%d records", n)
	}
}

// Memory does not grow with the log.
func TestConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 40 MB")
	}
	line := []byte("{\"EventID\":4688,\"CommandLine\":\"" + strings.Repeat("x", 2000) + "\",\"n\":[1,2,{\"a\":null}]}\n")
	r, w := io.Pipe()
	go func() {
		for range 20_000 {
			w.Write(line)
		}
		w.Close()
	}()
	f, err := source.Read(r, "-")
	if err != nil {
		t.Fatal(err)
	}
	var before, m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for _, err := range f.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%5_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			if grown := int64(m.HeapAlloc) - int64(before.HeapAlloc); grown > 2<<20 {
				t.Fatalf("%d bytes more after %d records", grown, n)
			}
		}
	}
	if n != 20_000 {
		t.Errorf("%d records", n)
	}
}

// A consumer that stops early stops the reading.
func TestBreak(t *testing.T) {
	f, err := source.Read(io.MultiReader(strings.NewReader(lines), iotest.ErrReader(errors.New("read too far"))), "x")
	if err != nil {
		t.Fatal(err)
	}
	for range f.Records(t.Context()) {
		break
	}
	if f.Stats().Records != 1 {
		t.Errorf("%+v", f.Stats())
	}
}

// FuzzRead: whatever the bytes, reading ends, and nothing is read without
// either records or a reason.
func FuzzRead(f *testing.F) {
	for _, s := range []string{lines, event3, gzipped(lines), zstded(event3), utf16Text(binary.LittleEndian, lines), archive(f, member{"a", lines}), "ElfFile\x00", "PK\x05\x06"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := source.Read(bytes.NewReader(data), "x")
		if err != nil {
			return
		}
		n := int64(0)
		for rec, err := range file.Records(context.Background()) {
			if (rec == nil) == (err == nil) {
				t.Fatalf("record %v with error %v", rec, err)
			}
			if rec != nil {
				n++
			}
		}
		if s := file.Stats(); s.Records != n {
			t.Fatalf("%d records, stats say %d", n, s.Records)
		}
	})
}
