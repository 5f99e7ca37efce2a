package sink_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize/event"
)

func sample() *alert.Alert {
	at := time.Date(2026, 3, 4, 5, 6, 7, 89_000_000, time.UTC)
	return &alert.Alert{
		ID:   "0123456789abcdef",
		Time: at,
		Rule: &alert.Rule{
			ID: "11111111-2222-4333-8444-555555555555", Title: "Key Exported", Kind: "sigma", Level: "high",
			Tags: []string{"attack.t1552.004", "attack.t1649"}, File: "rules/key.yml", Fields: []string{"ReturnCode", "Missing"},
		},
		Matched: []alert.Match{
			{Selection: "selection", Field: "Operation", Value: "Export of persistent cryptographic key.", Raw: "%%2464", Operator: "equals", Pattern: "%%2464"},
			{Selection: "selection", Field: "KeyName", Value: "le-Web-1", Operator: "startswith", Pattern: "le-"},
			{Field: "Image", EventField: "NewProcessName", Value: "a\x1b[2Jb\n\u202ec", Operator: "keyword", Pattern: "b"},
		},
		Event: &event.Event{
			Channel: "Security", Computer: "CA01", EventID: 5059, HasEventID: true, Time: at,
			Source: event.Source{File: "Security.evtx", Index: 3, Record: 77},
			Fields: event.Fields{
				{Name: "SubjectUserName", Value: event.TextValue("eve")},
				{Name: "SubjectDomainName", Value: event.TextValue("CONTOSO")},
				{Name: "ReturnCode", Value: event.HexValue(0).WithMeaning(&event.Meaning{Code: "0x0", Text: "ERROR_SUCCESS"})},
			},
		},
	}
}

func write(t *testing.T, s sink.Sink, alerts ...*alert.Alert) {
	t.Helper()
	for _, a := range alerts {
		if err := s.Write(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestText(t *testing.T) {
	const want = `HIGH  Key Exported
  when  2026-03-04 05:06:07.089Z  CA01  Security 5059
  who   CONTOSO\eve
  why   selection: Operation = Export of persistent cryptographic key. (%%2464)
        selection: KeyName = le-Web-1  ← startswith le-
        Image [NewProcessName] = a\x1b[2Jb\n\u202ec  ← keyword b
  also  ReturnCode = ERROR_SUCCESS (0x0)
  where Security.evtx: record 77
  rule  rules/key.yml  11111111-2222-4333-8444-555555555555
  tags  attack.t1552.004, attack.t1649
  alert 0123456789abcdef
`
	var b bytes.Buffer
	write(t, sink.Text(&b, sink.TextOptions{}), sample(), sample())
	if got := b.String(); got != want+"\n"+want {
		t.Errorf("got:\n%s\nwant twice:\n%s", got, want)
	}
}

func TestTextSparse(t *testing.T) {
	a := &alert.Alert{ID: "1", Rule: &alert.Rule{Title: "T"}, Event: &event.Event{Source: event.Source{File: "-", Line: 4}}}
	for i := range 20 {
		a.Matched = append(a.Matched, alert.Match{Field: fmt.Sprint("F", i), Value: strings.Repeat("é", 300), Operator: "expr"})
	}
	var b bytes.Buffer
	write(t, sink.Text(&b, sink.TextOptions{}), a)
	for _, want := range []string{"NO LEVEL  T\n", "when  (no time)\n", "where -: line 4\n", strings.Repeat("é", 200) + "… (100 more)", "… and 8 more\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "rule") {
		t.Errorf("an empty line is shown:\n%s", b.String())
	}
}

func TestTextColour(t *testing.T) {
	var plain, colour bytes.Buffer
	write(t, sink.Text(&plain, sink.TextOptions{}), sample())
	write(t, sink.Text(&colour, sink.TextOptions{Color: true}), sample())
	if strings.Contains(plain.String(), "\x1b") {
		t.Error("colours without being asked, or a control character that came through")
	}
	if !strings.HasPrefix(colour.String(), "\x1b[1;31mHIGH\x1b[0m") {
		t.Errorf("no colour: %q", colour.String())
	}
}

func TestJSONL(t *testing.T) {
	var b bytes.Buffer
	write(t, sink.JSONL(&b), sample(), sample())
	lines := strings.Split(b.String(), "\n")
	if len(lines) != 3 || lines[2] != "" || lines[0] != lines[1] || !json.Valid([]byte(lines[0])) {
		t.Errorf("not two lines of JSON:\n%s", b.String())
	}
	b.Reset()
	write(t, sink.JSONL(&b))
	if b.Len() != 0 {
		t.Errorf("no alerts gave %q", b.String())
	}
}

func TestJSON(t *testing.T) {
	for n := range 4 {
		var b bytes.Buffer
		alerts := make([]*alert.Alert, n)
		for i := range alerts {
			alerts[i] = sample()
		}
		write(t, sink.JSON(&b), alerts...)
		var got []map[string]any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got) != n || got == nil {
			t.Errorf("%d alerts: %v\n%s", n, err, b.String())
		}
	}
}

// broken fails as a closed pipe does.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestWriteErrors(t *testing.T) {
	for name, s := range map[string]sink.Sink{
		"jsonl": sink.JSONL(broken{}), "json": sink.JSON(broken{}), "text": sink.Text(broken{}, sink.TextOptions{}),
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			for i := 0; err == nil && i < 1000; i++ {
				err = s.Write(t.Context(), sample())
			}
			if !errors.Is(err, syscall.EPIPE) {
				t.Errorf("Write: %v", err)
			}
			if err := s.Close(); !errors.Is(err, syscall.EPIPE) {
				t.Errorf("Close: %v", err)
			}
		})
	}
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "alerts.jsonl")
	put := func(text string) *sink.File {
		f, err := sink.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return f
	}
	wantDir := func(text string) {
		t.Helper()
		entries, _ := os.ReadDir(dir)
		got, _ := os.ReadFile(path)
		if len(entries) > 1 || string(got) != text {
			t.Errorf("the folder has %v, the file %q, want it alone with %q", entries, got, text)
		}
	}
	put("one").Abort()
	wantDir("")
	f := put("two")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	wantDir("two")
	os.Chmod(path, 0o640)
	put("three").Abort()
	wantDir("two")
	if err := put("four").Commit(); err != nil {
		t.Fatal(err)
	}
	wantDir("four")
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
}

func TestFileLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	os.WriteFile(target, nil, 0o644)
	if err := os.Symlink(target, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	f, err := sink.Create(link)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("x"))
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(target); string(got) != "x" {
		t.Errorf("the target has %q", got)
	}
	if _, err := os.Readlink(link); err != nil {
		t.Error("the link was replaced:", err)
	}
}

func TestFileErrors(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "missing", "x")} {
		if _, err := sink.Create(path); err == nil {
			t.Errorf("%s was created", path)
		}
	}
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	f, err := sink.Create("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("x")); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	f.Abort()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Error("the device is gone")
	}
}
