package source_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source"
)

type member struct{ name, text string }

// archive returns a zip archive.
func archive(tb testing.TB, members ...member) string {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.Create(m.name)
		if err != nil {
			tb.Fatal(err)
		}
		io.WriteString(w, m.text)
	}
	z.Close()
	return b.String()
}

// stored returns a zip archive whose members are not compressed, so that a test can damage them.
func stored(tb testing.TB, members ...member) string {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Store})
		if err != nil {
			tb.Fatal(err)
		}
		io.WriteString(w, m.text)
	}
	z.Close()
	return b.String()
}

func TestArchive(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	encrypted := archive(t, member{"a.json", lines})
	for _, header := range []string{"PK\x03\x04", "PK\x01\x02"} { // set the flag in both headers
		at := strings.Index(encrypted, header) + 6
		if header == "PK\x01\x02" {
			at += 2
		}
		encrypted = encrypted[:at] + string(encrypted[at]|1) + encrypted[at+1:]
	}
	nested := archive(t, member{"a.json", lines})
	for range 4 {
		nested = archive(t, member{"z.zip", nested})
	}
	for _, tt := range []struct{ name, in, want string }{
		{"members", archive(t, member{"dir/", ""}, member{"dir/b.xml", event3}, member{"a.json", lines}), "x!dir/b.xml[0] 1:0=3\nx!a.json[0] 1:0=1\nx!a.json[1] 2:14=2"},
		{"compressed members", archive(t, member{"a.json.gz", gzipped(lines)}, member{"b.zip", archive(t, member{"c", event3})}), "x!a.json.gz[0] 1:0=1\nx!a.json.gz[1] 2:14=2\nx!b.zip!c[0] 1:0=3"},
		{"members that are no logs", archive(t, member{"a.txt", "hello"}, member{"b", ""}, member{"c", event3}),
			"lost: unreadable in archive: open x!a.txt: unknown format: text that begins with \"hello\"\nlost: unreadable in archive: open x!b: empty\nx!c[0] 1:0=3"},
		{"a broken member", strings.Replace(stored(t, member{"a", lines}, member{"b", event3}), "{\"EventID\":2}", "{\"EventID\":9}", 1),
			"x!a[0] 1:0=1\nx!a[1] 2:14=9\nlost: unreadable in archive: read x!a: byte 28: zip: checksum error\nx!b[0] 1:0=3"},
		{"a broken record in a member", archive(t, member{"a", "{]\n" + lines}), "lost: x!a: line 1 (byte 0): malformed record: a key expected instead of ']', 1 bytes on\nx!a[0] 2:3=1\nx!a[1] 3:17=2"},
		{"encrypted", encrypted, "lost: unreadable in archive: open x!a.json: encrypted"},
		{"too deep", nested, "lost: unreadable in archive: open x!z.zip!z.zip!z.zip!z.zip: archives more than 4 deep in one another"},
		{"no members", archive(t), ""},
		{"gzip around it", gzipped(archive(t, member{"a", event3})), "x!a[0] 1:0=3"},
		{"cut off", archive(t, member{"a", lines})[:50], "! open x: the archive is cut off or damaged: zip: not a valid zip file"},
	} {
		if got := summary(source.Read(strings.NewReader(tt.in), "x")); got != tt.want {
			t.Errorf("%s, from a pipe: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
		path := filepath.Join(t.TempDir(), "x")
		os.WriteFile(path, []byte(tt.in), 0o600)
		if got := strings.ReplaceAll(summary(source.Open(path)), path, "x"); got != tt.want {
			t.Errorf("%s, from a file: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func TestArchiveStats(t *testing.T) {
	f, err := source.Read(strings.NewReader(archive(t, member{"a", lines}, member{"b", event3}, member{"c", "?"})), "x")
	if err != nil {
		t.Fatal(err)
	}
	summary(f, nil)
	s := f.Stats()
	if s.Format != "json,xml" || s.Records != 3 || s.Bytes != int64(len(lines)+len(event3)) || len(s.Losses) != 1 || s.Losses[0] != (source.Loss{Kind: "unreadable in archive", Count: 1}) {
		t.Errorf("%+v", s)
	}
}
