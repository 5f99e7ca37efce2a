package jsonl_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// read returns what Records makes of r, the last error apart from the skipped ones.
func read(r io.Reader) (recs []*event.Record, lost []error, err error) {
	for rec, e := range jsonl.Records(context.Background(), r, "test.json") {
		switch {
		case e == nil:
			recs = append(recs, rec)
		case errors.Is(e, event.ErrSkip):
			lost = append(lost, e)
		default:
			err = e
		}
	}
	return recs, lost, err
}

// show writes a record as the oracle writes its own: a line for each scalar.
func show(rec *event.Record) string {
	var b strings.Builder
	for _, f := range rec.Fields {
		path := f.Path
		if path == "" {
			path = f.Name
		}
		fmt.Fprintf(&b, "%q %s %q\n", path, class(f.Value.Kind()), f.Value.Raw())
	}
	return b.String()
}

func class(k event.Kind) string {
	switch k {
	case event.Int, event.Uint, event.Float:
		return "number"
	}
	return k.String()
}

// oracle reads the first JSON value of data by encoding/json and shows its
// scalars by path.
func oracle(data []byte) (string, error) {
	var whole json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&whole); err != nil {
		return "", err
	}
	d := json.NewDecoder(bytes.NewReader(whole))
	d.UseNumber()
	var b strings.Builder
	err := walk(d, &b, "", true)
	return b.String(), err
}

func walk(d *json.Decoder, b *strings.Builder, path string, root bool) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		empty := !d.More()
		for d.More() {
			kid := path
			if t == '{' {
				key, err := d.Token()
				if err != nil {
					return err
				}
				if kid += "." + key.(string); path == "" {
					kid = key.(string)
				}
			}
			if err := walk(d, b, kid, false); err != nil {
				return err
			}
		}
		if empty && !root {
			fmt.Fprintf(b, "%q null \"\"\n", path)
		}
		_, err = d.Token()
		return err
	case nil:
		fmt.Fprintf(b, "%q null \"\"\n", path)
	case string:
		fmt.Fprintf(b, "%q text %q\n", path, t)
	case json.Number:
		kind := "number"
		if _, ok := event.Parse(event.Float, t.String()); !ok {
			kind = "text" // beyond a double: its text is all there is
		}
		fmt.Fprintf(b, "%q %s %q\n", path, kind, t)
	case bool:
		fmt.Fprintf(b, "%q bool \"%t\"\n", path, t)
	}
	return nil
}

func TestOracle(t *testing.T) {
	for _, in := range []string{
		`{"a":1,"b":[true,false,null,"x",2.5e3],"c":{"d":{},"e":[],"f":""},"a":-0}`,
		`{}`,
		`{"":{"":1}}`,
		`{"k\u00e9y":"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00\ud83d\ud83dx"}`,
		`{"n":[0,-1,9223372036854775807,9223372036854775808,18446744073709551615,18446744073709551616,-9214364837600034816,1e400,0.1E-2]}`,
		"{\"bad\":\"a\xff\xc3(\xed\xa0\x80b\",\"é\":\"ü€😀\"}",
		`{ "a" : [ [ 1 , [ 2 ] ] , { "b" : 3 } , { "b" : 4 } ] }`,
		`{"a\"b":1,"a\\":2}`,
		"{\"\xd4\":[]}",
	} {
		want, err := oracle([]byte(in))
		if err != nil {
			t.Fatalf("%s: %v", in, err)
		}
		recs, lost, err := read(strings.NewReader(in))
		if err != nil || len(lost) > 0 || len(recs) != 1 {
			t.Errorf("%s: %d records, lost %v, %v", in, len(recs), lost, err)
			continue
		}
		if got := show(recs[0]); got != want {
			t.Errorf("%s:\ngot\n%swant\n%s", in, got, want)
		}
	}
}

// FuzzJSON: whatever the input, each record is what encoding/json reads at its
// offset; a valid object is one record; and the size of the pieces in which the
// input arrives changes nothing, nor does cutting it into blocks.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"a":1}`, "{\"a\":\"b\n{\"c\":2}\n", `[{"a":1},{"b":[{}]}]`, `{"a":{"b":"\u00e9\ud83d"}}{"c":1e5}`,
		"{\n \"a\": [\n  {\n }\n ]\n}\n{\"x\"", `[{"a":tru},{"b":1},7,{"c":"\x"}]`, "\ufeff{\"a\":1}\x00\x00", `{"a":"C:\"}` + "\n" + `{"b":2}`,
		"{\"a\":1}\n[1,\"]\",[2]]\n{\"a\":3}\n{\"a\":4}\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		recs, lost, err := read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for i, rec := range recs {
			if rec.Source.Index != int64(i) || rec.Source.Line != 1+int64(bytes.Count(data[:rec.Source.Offset], []byte("\n"))) {
				t.Fatalf("record %d says it is %+v", i, rec.Source)
			}
			rest := data[rec.Source.Offset:]
			want, err := oracle(rest)
			if err != nil && bytes.ContainsFunc(rest, func(r rune) bool { return r < ' ' }) {
				continue // raw control characters in strings: kept, against the standard
			}
			if got := show(rec); err != nil || got != want {
				t.Fatalf("%q: %v\ngot\n%swant\n%s", rest, err, got, want)
			}
		}
		object := bytes.HasPrefix(data, []byte("{"))
		if object && json.Valid(data) && bytes.Count(data, []byte("{"))+bytes.Count(data, []byte("[")) <= 64 && (len(recs) != 1 || len(lost) != 0) {
			t.Fatalf("%q: %d records, lost %v", data, len(recs), lost)
		}
		if len(data) > 0 && len(recs)+len(lost) == 0 && len(bytes.Trim(data, " \n\t\r\x00,]\uFEFF\xef\xbb\xbf")) > 0 && object {
			t.Fatalf("%q: neither read nor lost", data)
		}
		again, lostAgain, _ := read(&pieces{data: data})
		if len(again) != len(recs) || fmt.Sprint(lostAgain) != fmt.Sprint(lost) {
			t.Fatalf("%q in pieces: %d records, lost %v; at once %d, %v", data, len(again), lostAgain, len(recs), lost)
		}
		for i := range recs {
			if show(again[i]) != show(recs[i]) || again[i].Source != recs[i].Source {
				t.Fatalf("%q: record %d differs in pieces", data, i)
			}
		}
		sameInBlocks(t, data, 1, 7, 30)
	})
}

// pieces gives its data in pieces of 1, 2, 3 … bytes.
type pieces struct {
	data []byte
	n    int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.data) == 0 {
		return 0, io.EOF
	}
	p.n = p.n%7 + 1
	n := copy(b, p.data[:min(p.n, len(p.data))])
	p.data = p.data[n:]
	return n, nil
}
