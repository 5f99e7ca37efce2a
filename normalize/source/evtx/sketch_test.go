package evtx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
)

// TestSketches reads real logs, the damaged ones too, as sketches and whole: the
// records and the losses are the same.
func TestSketches(t *testing.T) {
	logs := corpusLogs(t)
	if testing.Short() {
		logs = logs[:len(logs)/8]
	}
	part, full := evtx.NewDecoder(evtx.Selection{Sketch: true}), evtx.NewDecoder(evtx.Selection{})
	sketches, records := 0, 0
	for _, path := range logs {
		log, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for c, err := range evtx.Chunks(context.Background(), bytes.NewReader(log), path, evtx.WithCarve()) {
			if err != nil {
				break // an empty file
			}
			var whole []*event.Record
			var losses []string
			for rec, err := range full.Records(c) {
				if whole = append(whole, rec); err != nil {
					losses = append(losses, err.Error())
				}
			}
			for rec, err := range part.Records(c) {
				if len(whole) == 0 || (rec == nil) != (whole[0] == nil) {
					t.Fatalf("%s: records or losses in other places", path)
				}
				if err != nil {
					if err.Error() != losses[0] {
						t.Fatalf("%v, whole: %s", err, losses[0])
					}
					losses = losses[1:]
				} else {
					if records++; rec.Sketch != nil {
						sketches++
					}
					sameRecord(t, rec, whole[0])
				}
				whole = whole[1:]
			}
			if len(whole) > 0 {
				t.Fatalf("%s: %d records less", path, len(whole))
			}
		}
	}
	if sketches < records*3/4 {
		t.Errorf("only %d of %d records are sketches", sketches, records)
	}
}

// sameRecord compares a record that may be a sketch with the same one whole.
func sameRecord(t *testing.T, got, want *event.Record) {
	t.Helper()
	fields := fieldsOf(got)
	if got.Source != want.Source || !reflect.DeepEqual(fields, want.Fields) {
		t.Fatalf("%s\n%v, whole:\n%v", want.Source.File, fields, want.Fields)
	}
	if got.Sketch == nil {
		return
	}
	if again := got.Sketch.Fields(); !reflect.DeepEqual(again, want.Fields) {
		t.Fatalf("%s\ndecoded again: %v, at first:\n%v", want.Source.File, again, want.Fields)
	}
	text, plain := got.Sketch.Text()
	wide := got.Sketch.(event.WideSketch).Wide()
	for i, f := range want.Fields {
		_, quoted := got.Sketch.Raw(i)
		if quoted && plain && !bytes.Contains(text, []byte(f.Value.Raw())) && isASCII(f.Value.Raw()) {
			t.Fatalf("%s\n%q is not in the text %q", want.Source.File, f.Value.Raw(), text)
		}
		if quoted && wide != nil && !strings.ContainsRune(f.Value.Raw(), utf8.RuneError) && !inWide(wide, f.Value.Raw()) {
			t.Fatalf("%s\n%q is not in the texts in UTF-16", want.Source.File, f.Value.Raw())
		}
	}
}

// inWide reports whether a text stands in one of all, at an even place.
func inWide(all [][]byte, text string) bool {
	var wide []byte
	for _, u := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	return slices.ContainsFunc(all, func(in []byte) bool {
		for i := 0; i+len(wide) <= len(in); i += 2 {
			if bytes.HasPrefix(in[i:], wide) {
				return true
			}
		}
		return len(wide) == 0
	})
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0 }

// fieldsOf reads the fields of a record, one by one where it is a sketch.
func fieldsOf(rec *event.Record) event.Fields {
	sk := rec.Sketch
	if sk == nil {
		return rec.Fields
	}
	var fields event.Fields
	for i, l := range sk.Labels() {
		fields = append(fields, event.Field{Name: l.Name, Path: l.Path, Section: l.Section, Value: sk.Value(i)})
	}
	return fields
}
