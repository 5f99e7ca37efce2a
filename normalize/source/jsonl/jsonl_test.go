package jsonl_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// brief shows the records by line, offset and the value of "a", and the losses by kind.
func brief(recs []*event.Record, lost []error) string {
	var b strings.Builder
	for _, r := range recs {
		a, _ := r.Fields.Get("a")
		fmt.Fprintf(&b, "%d:%d=%s ", r.Source.Line, r.Source.Offset, a.Raw())
	}
	for _, err := range lost {
		e, _ := errors.AsType[*loss.Error](err)
		fmt.Fprintf(&b, "%s at %d:%d, %d bytes; ", e.Kind, e.Source.Line, e.Source.Offset, e.Bytes)
	}
	return strings.TrimSpace(b.String())
}

func TestFraming(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"one", `{"a":1}`, "1:0=1"},
		{"lines", "{\"a\":1}\n{\"a\":2}\r\n\r\n{\"a\":3}\n", "1:0=1 2:8=2 4:19=3"},
		{"concatenated", `{"a":1}{"a":2} {"a":3}`, "1:0=1 1:7=2 1:15=3"},
		{"array", `[{"a":1},{"a":2}]`, "1:1=1 1:9=2"},
		{"pretty array", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n", "2:4=1 5:24=2"},
		{"arrays on lines", "[{\"a\":1},{\"a\":2}]\n[{\"a\":3}]\n[]\n", "1:1=1 1:9=2 2:19=3"},
		{"pretty", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", "1:0=1 4:13=2"},
		{"commas without an array", "{\"a\":1},\n{\"a\":2},\n", "1:0=1 2:9=2"},
		{"padding", "\ufeff{\"a\":1}\x00\x00\x00 \x1e{\"a\":2}\ufeff\x00", "1:3=1 1:15=2"},
		{"empty object", "{}\n{\"a\":1}", "1:0= 2:3=1"},
		{"blanks only", " \n\n", ""},

		{"malformed line", "{\"a\":1}\n{\"a\":x}\n{\"a\":3}\n", "1:0=1 3:16=3 malformed record at 2:8, 7 bytes;"},
		{"unescaped backslash", "{\"a\":\"C:\\\"}\n{\"a\":2}\n", "2:12=2 malformed record at 1:0, 12 bytes;"},
		{"unescaped quote", "{\"a\":\"x \"y\" z\",\"b\":1}\n{\"a\":2}\n", "2:22=2 malformed record at 1:0, 21 bytes;"},
		{"unknown escape", "{\"a\":\"\\x41\"}\n{\"a\":2}\n", "2:13=2 malformed record at 1:0, 12 bytes;"},
		{"cut line", "{\"a\":1,\"b\":\"xy\n{\"a\":2}\n", "2:15=2 malformed record at 1:0, 15 bytes;"},
		{"line cut behind a colon", "{\"a\":\n{\"a\":2}\n{\"a\":3}\n", "2:6=2 3:14=3 malformed record at 1:0, 6 bytes;"},
		{"line cut in an array", "{\"a\":[\n{\"a\":2}\n{\"a\":3}\n", "2:7=2 3:15=3 malformed record at 1:0, 7 bytes;"},
		{"first line begun elsewhere", "l\",\"a\":1}\n{\"a\":2}\n", "2:10=2 not an event at 1:0, 10 bytes;"},
		{"other text", "# comment\n{\"a\":1}\nx {\"a\":2}\n{\"a\":3}\n", "2:10=1 4:28=3 not an event at 1:0, 10 bytes; not an event at 3:18, 10 bytes;"},
		{"scalars", "1\n\"x\"\n{\"a\":1}\nnull\n", "3:6=1 not an event at 1:0, 6 bytes; not an event at 4:14, 5 bytes;"},
		{"scalars in an array", `[1,"x{",{"a":1},[2],{"a":3}]`, "1:8=1 1:20=3 not an event at 1:1, 7 bytes; not an event at 1:17, 1 bytes;"},
		{"an array without events on a line", "{\"a\":1}\n[1,\"]\",[2]]\n{\"a\":3}\n", "1:0=1 3:20=3 not an event at 2:9, 9 bytes;"},
		{"the same at the end", "{\"a\":1}\n[1,2]\n", "1:0=1 not an event at 2:9, 3 bytes;"},
		{"malformed in an array", `[{"a":1},{"a":tru},{"a":3}]`, "1:1=1 1:19=3 malformed record at 1:9, 9 bytes;"},
		{"malformed in a pretty array", "[\n  {\n    \"a\": {\n      \"b\": \"x\n  },\n  {\n    \"a\": 2\n  }\n]\n", "6:38=2 malformed record at 2:4, 34 bytes;"},
		{"extra brace", "{\"a\":1}}\n{\"a\":2}\n", "1:0=1 2:9=2 not an event at 1:7, 2 bytes;"},
		{"cut off", "{\"a\":1}\n{\"a\":2", "1:0=1 cut off at the end at 2:8, 6 bytes;"},
		{"cut off pretty", "{\n  \"a\": [\n    {\n      \"b\": 2", "cut off at the end at 1:0, 29 bytes;"},
		{"cut off array", "[{\"a\":1},\n", "1:1=1 cut off at the end at 2:10, 0 bytes;"},
		{"deep", strings.Repeat(`{"a":`, 63) + `{"a":1}` + strings.Repeat("}", 63), "1:0=1"},
		{"too deep", strings.Repeat(`{"a":[`, 40) + strings.Repeat("]}", 40) + `{"a":1}`, "1:320=1 too deeply nested at 1:0, 320 bytes;"},
		{"long name", `{"` + strings.Repeat("n", 5000) + "\":1}\n" + `{"a":1}`, "2:5007=1 too deeply nested at 1:0, 5006 bytes;"},
		{"too many fields", `{"a":[` + strings.Repeat("0,", 1<<16) + `0]}{"a":1}`, "1:131081=1 too many fields at 1:0, 131081 bytes;"},
	} {
		recs, lost, err := read(strings.NewReader(tt.in))
		if got := brief(recs, lost); got != tt.want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestValues(t *testing.T) {
	recs, _, _ := read(strings.NewReader(`{"i":-9214364837600034816,"u":18446744073709551615,"big":18446744073709551616,"f":1.50,"e":1e400,"t":true,"n":null,"o":{},"l":[],"s":"","raw":"a` + "\t\x00" + `b"}`))
	for name, want := range map[string]struct {
		kind event.Kind
		raw  string
	}{
		"i": {event.Int, "-9214364837600034816"}, "u": {event.Uint, "18446744073709551615"}, "big": {event.Float, "18446744073709551616"},
		"f": {event.Float, "1.50"}, "e": {event.Text, "1e400"}, "t": {event.Bool, "true"}, "n": {event.Null, ""}, "o": {event.Null, ""},
		"l": {event.Null, ""}, "s": {event.Text, ""}, "raw": {event.Text, "a\t\x00b"},
	} {
		v, ok := recs[0].Fields.Get(name)
		if !ok || v.Kind() != want.kind || v.Raw() != want.raw {
			t.Errorf("%s is %v %q, want %v %q", name, v.Kind(), v.Raw(), want.kind, want.raw)
		}
	}
}

// A name is the key, its path the keys down to it; both are made once a file.
func TestNames(t *testing.T) {
	in := `{"Event":{"System":{"EventID":1}},"a.b":2,"x":[{"y":3},{"y":4}]}`
	recs, _, _ := read(strings.NewReader(in + in))
	var got []string
	for _, f := range recs[1].Fields {
		got = append(got, f.Name+"|"+f.Path+"|"+f.Section.String())
	}
	want := "EventID|Event.System.EventID|unsorted a.b||unsorted y|x.y|unsorted y|x.y|unsorted"
	if g := strings.Join(got, " "); g != want {
		t.Errorf("got %s, want %s", g, want)
	}
}

// A record that exceeds the bound is lost without ever being in memory as a whole.
func TestOversized(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 66 MB")
	}
	huge := io.MultiReader(strings.NewReader("{\"a\":1}\n{\"a\":\""), io.LimitReader(fill('x'), 66<<20), strings.NewReader("\"}\n{\"a\":3}\n"))
	recs, lost, err := read(huge)
	want := fmt.Sprintf("1:0=1 3:%d=3 oversized record at 2:8, %d bytes;", 8+66<<20+9, 66<<20+8)
	if got := brief(recs, lost); got != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

type fill byte

func (f fill) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

// Names that never come again are not kept for ever.
func TestManyNames(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 60,000 records")
	}
	r, w := io.Pipe()
	go func() {
		for i := range 60_000 {
			fmt.Fprintf(w, "{\"key-%030d\":{\"b\":%d}}\n", i, i)
		}
		w.Close()
	}()
	n := 0
	for rec, err := range jsonl.Records(context.Background(), r, "x") {
		want := fmt.Sprintf("key-%030d.b", n)
		if err != nil || rec.Fields[0].Path != want {
			t.Fatalf("%v, %v, want %s", rec, err, want)
		}
		n++
	}
	if n != 60_000 {
		t.Errorf("%d records", n)
	}
}

// An input that fails delivers what came before, says what was cut off, and
// ends with the input's error.
func TestInputError(t *testing.T) {
	broken := errors.New("disk on fire")
	recs, lost, err := read(io.MultiReader(strings.NewReader(`{"a":1}{"a":`), iotest.ErrReader(broken)))
	if len(recs) != 1 || len(lost) != 1 || !errors.Is(err, broken) {
		t.Errorf("%d records, lost %v, %v", len(recs), lost, err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range jsonl.Records(ctx, strings.NewReader(strings.Repeat("{}", 1000)), "x") {
		if cancel(); err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return
		}
		n++
	}
	t.Errorf("%d records and no error", n)
}
