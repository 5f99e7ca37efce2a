package jsonl_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// inBlocks shows what is in r, read in blocks of about size bytes.
func inBlocks(t *testing.T, d *jsonl.Decoder, r io.Reader, size int) []string {
	var out []string
	var index int64
	for b, err := range jsonl.BlocksOf(context.Background(), r, "test.json", size) {
		if err != nil {
			return append(out, err.Error())
		}
		first := index
		for rec, err := range d.Records(b) {
			if rec != nil {
				rec.Source.Index += first
				index++
			}
			out = append(out, showItem(t, rec, err))
		}
		b.Release()
	}
	return out
}

// inOrder shows what Records makes of r.
func inOrder(t *testing.T, r io.Reader) (out []string) {
	for rec, err := range jsonl.Records(context.Background(), r, "test.json") {
		out = append(out, showItem(t, rec, err))
	}
	return out
}

func showItem(t *testing.T, rec *event.Record, err error) string {
	if err == nil && rec.Sketch != nil {
		rec = sketchOf(t, rec)
	}
	if err == nil {
		return fmt.Sprintf("%+v\n%s", rec.Source, show(rec))
	}
	if e, ok := errors.AsType[*loss.Error](err); ok {
		return fmt.Sprintf("%d bytes: %v", e.Bytes, err)
	}
	return err.Error()
}

// sketchOf returns the record that a sketch is of, from its values one by one.
func sketchOf(t *testing.T, rec *event.Record) *event.Record {
	sk := rec.Sketch
	fields := sk.Fields()
	for i, l := range sk.Labels() {
		f := event.Field{Name: l.Name, Path: l.Path, Value: sk.Value(i)}
		if i >= len(fields) || !reflect.DeepEqual(f, fields[i]) || !plainly(sk, f.Value.Raw(), i) {
			t.Fatalf("field %d of the sketch %q is %+v, of the record %+v", i, f.Name, f, fields)
		}
	}
	return &event.Record{Source: rec.Source, Fields: fields}
}

// plainly reports whether raw, value i, is what the sketch shows if that needs no
// reading, and stands in its text as it is if that is plain.
func plainly(sk event.Sketch, raw string, i int) bool {
	text, plain := sk.Text()
	bare, _ := sk.Raw(i)
	shown := string(bare) == raw || bytes.ContainsAny(bare, "\\") || !utf8.Valid(bare) || string(bare) == "null"
	odd := strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune("\"\\/<>&'+=`", r) })
	return shown && (!plain || odd || bytes.Contains(text, []byte(raw)))
}

// sameInBlocks: wherever the input is cut, nothing changes, nor when values are
// read one by one.
func sameInBlocks(t *testing.T, data []byte, sizes ...int) {
	t.Helper()
	sameDecoded(t, jsonl.NewDecoder(false), data, sizes)
	sameDecoded(t, jsonl.NewDecoder(true), data, sizes)
}

func sameDecoded(t *testing.T, d *jsonl.Decoder, data []byte, sizes []int) {
	t.Helper()
	want := inOrder(t, bytes.NewReader(data))
	for _, size := range sizes {
		got := inBlocks(t, d, bytes.NewReader(data), size)
		if len(got) != len(want) {
			t.Fatalf("%.300q in blocks of %d: %d items, want %d:\n%.300s\nwant\n%.300s", data, size, len(got), len(want), strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%.300q in blocks of %d, item %d:\n%.300s\nwant\n%.300s", data, size, i, got[i], want[i])
			}
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, in := range []string{
		"{\"a\":1}\n{\"a\":2}\n{\"a\":3}",
		"{\n \"a\":1\n}\r\n{\n \"a\":{}\n}\n",
		"[{\"a\":1},\n{\"a\":2}]\n{\"a\":3}\n[{\"a\":4}]\n",
		"{\"a\":[{\"b\":1},\n{\"b\":2}\n]}\n{\"a\":2}\n",
		// Broken, and the end of a line looks like the end of a record.
		"{\"a\":\n{\"a\":2}\n{\"a\":3}\n",
		"{\"a\":[\n{\"a\":2}\n{\"a\":3}\n",
		"{\"a\":\"}\n{\"a\":2}\n{\"a\":3}\n",
		"x}\n{\"a\":1}\nx {}\n{\"a\":2}\n{\"a\":3}}\n{\"a\":4}\n",
		"[{\"a\":1}\n{\"a\":2}\n7 {\"a\":3}\n", // an array without commas is none
		"[x}\n{\"a\":2},7,{\"a\":3}]\n{\"a\":4}",
		"[{\"a\":1} \t\n {\"a\":2}\n",
		"\ufeff{\"a\":1}\n\n{\"a\":2}\x00\n{\"a\":3}\n\n\n",
		"{\"a\":1}{\"a\":2}{\"a\":3}\n{\"a\":4}{\"a\":5",
		strings.Repeat("{\"a\":\"é\\u00e9\xff\"}\n", 50),
	} {
		sameInBlocks(t, []byte(in), 1, 2, 3, 5, 8, 13, 21, 34, 1<<10)
	}
}

func TestBlocksCorpora(t *testing.T) {
	for _, name := range []string{"nxlog-1", "flat-1", "winlogbeat6-1", "winlogbeat7-1"} {
		t.Run(name, func(t *testing.T) {
			sameInBlocks(t, unpack(t, corpus+"json/"+name+".jsonl.gz", 2<<20), 5_000, 128<<10)
		})
	}
}

// An array is cut, too: its records are decoded by who takes the blocks, but for the
// first and those around a loss.
func TestBlocksOfArrays(t *testing.T) {
	var list bytes.Buffer
	for line := range bytes.Lines(unpack(t, corpus+"json/flat-1.jsonl.gz", 1<<20)) {
		fmt.Fprintf(&list, ",%s", bytes.TrimSpace(line))
	}
	array := "[" + list.String()[1:] + "]"
	for _, in := range []string{array, strings.ReplaceAll(array, `,{"`, ", \n{\""), strings.Replace(array, ",{", ",x{", 7) + " " + array} {
		sameInBlocks(t, []byte(in), 5_000, 64<<10)
	}
	sketches, others := 0, 0
	d := jsonl.NewDecoder(true)
	for b, err := range jsonl.Blocks(t.Context(), strings.NewReader(array), "x") {
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range d.Records(b) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Sketch != nil {
				sketches++
			} else {
				others++
			}
		}
		b.Release()
	}
	if sketches < 100 || others > 1 {
		t.Errorf("%d sketches, %d others", sketches, others)
	}
}

// Blocks may be decoded later, by several decoders, and after Blocks has ended.
func TestBlocksLater(t *testing.T) {
	in := strings.Repeat("{\"a\":\"x\\ny\"}\n", 1000)
	var blocks []*jsonl.Block
	for b, err := range jsonl.BlocksOf(context.Background(), strings.NewReader(in), "x", 100) {
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, b)
	}
	n := 0
	for _, b := range blocks {
		for rec, err := range jsonl.NewDecoder(false).Records(b) {
			if n++; err != nil || rec.Source.Line != int64(n) {
				t.Fatalf("record %d: %+v, %v", n, rec, err)
			}
		}
	}
	if n != 1000 {
		t.Errorf("%d records", n)
	}
}

func TestBlocksInputError(t *testing.T) {
	broken := errors.New("disk on fire")
	d := jsonl.NewDecoder(false)
	for _, in := range []string{"", "{\"a\":1}\n{\"a\":2}\n{\"a\":", "[{\"a\":1},"} {
		r := func() io.Reader { return io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken)) }
		got, want := inBlocks(t, d, r(), 4), inOrder(t, r())
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A Decoder that has met the largest block and all names allocates no more, but for the
// iteration itself.
func TestDecoderMemory(t *testing.T) {
	in := strings.Repeat(`{"a":"x\ny","b":{"c":[1,true,null,-7]}}`+"\n", 2000)
	d := jsonl.NewDecoder(false)
	for b, err := range jsonl.Blocks(context.Background(), strings.NewReader(in), "x") {
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			drain(d, b)
		}
		if n := testing.AllocsPerRun(10, func() { drain(d, b) }); n > 3 {
			t.Errorf("%v allocations for a block of 2000 records", n)
		}
	}
}

func drain(d *jsonl.Decoder, b *jsonl.Block) {
	for range d.Records(b) {
	}
}

// special's naive twin looks at one byte at a time.
func TestSpecial(t *testing.T) {
	for at := range 8 {
		for c := range 256 {
			for _, around := range []string{"aaaaaaaa", "\x03\x21\x23\x5b\x5d\x0b\x09\xff", "\x80\x8a\xa2\xdc\x00\x01\x7f\xdd"} {
				b := []byte(around)
				b[at] = byte(c)
				want := bytes.IndexAny(b, "\"\\\n*\x02")
				if got := jsonl.Special(b); got != want {
					t.Fatalf("%q: %d, want %d", b, got, want)
				}
			}
		}
	}
}
