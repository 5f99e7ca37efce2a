package evtx_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/Velocidex/ordereddict"
	velocidex "www.velocidex.com/golang/evtx"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
)

// leaf is a value of an event with the name that it goes by.
type leaf struct {
	name  string
	value any
}

// velocidexRecords returns what Velocidex reads of a log, by the place of the chunk and
// the number of the record.
func velocidexRecords(log []byte) map[[2]uint64][]leaf {
	all := map[[2]uint64][]leaf{}
	chunks, err := velocidex.GetChunks(bytes.NewReader(log))
	if err != nil {
		return nil
	}
	for _, c := range chunks {
		records, _ := c.Parse(0)
		for _, r := range records {
			var leaves []leaf
			if d, ok := r.Event.(*ordereddict.Dict); ok {
				leaves = appendLeaves(nil, "", d)
			}
			all[[2]uint64{uint64(c.Offset), r.Header.RecordID}] = leaves
		}
	}
	return all
}

// appendLeaves takes the values out of what Velocidex returns.
func appendLeaves(dst []leaf, name string, v any) []leaf {
	switch v := v.(type) {
	case *ordereddict.Dict:
		n, named := v.Get("Name")
		val, valued := v.Get("Value")
		if text, ok := n.(string); ok && named && (v.Len() == 1 || valued && v.Len() == 2) && name == "Data" {
			if !valued {
				val = ""
			}
			return appendLeaves(dst, text, val)
		}
		for _, key := range v.Keys() {
			val, _ := v.Get(key)
			if key == "Value" && name != "EventData" && name != "UserData" {
				key = name
			}
			dst = appendLeaves(dst, key, val)
		}
	case []any:
		for _, item := range v {
			dst = appendLeaves(dst, name, item)
		}
	case []string:
		for _, item := range v {
			dst = append(dst, leaf{name, item})
		}
	case nil:
	default:
		dst = append(dst, leaf{name, v})
	}
	return dst
}

// ours are the fields of a record under the names that Velocidex gives them.
func ours(rec *event.Record) []event.Field {
	fields := slices.Clone(rec.Fields)
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Name == "TimeCreated" && f.Section == event.System:
			f.Name = "SystemTime"
		case f.Section == event.System:
			f.Name = f.Name[strings.LastIndexByte(f.Name, '_')+1:]
		case f.Section == event.Rendering:
			f.Name = strings.TrimPrefix(f.Name, "Rendered")
			if f.Name == "Keywords" {
				f.Name = "Keyword"
			}
		}
		f.Name = f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	}
	return fields
}

// agrees reports whether v, as Velocidex gives it, is the value of f.
func agrees(f *event.Field, v any) bool {
	raw := f.Value.Raw()
	text := fmt.Sprint(v)
	switch f.Value.Kind() {
	case event.Hex:
		bits, _ := f.Value.Uint()
		n, err := strconv.ParseUint(text, 0, 64)
		return err == nil && n == bits || text == raw
	case event.Time:
		t, _ := f.Value.Time()
		seconds, ok := v.(float64)
		return ok && math.Abs(seconds-float64(t.UnixNano())/1e9) < 1e-3 || text == t.Truncate(time.Second).String()
	case event.GUID:
		return strings.EqualFold(strings.Trim(raw, "{}"), strings.Trim(text, "{}"))
	case event.Float:
		want, _ := f.Value.Float()
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && n == want
	case event.Binary:
		return strings.EqualFold(raw, fmt.Sprintf("%x", v)) || strings.EqualFold(raw, text)
	}
	if t, err := time.Parse(time.RFC3339Nano, raw); err == nil && raw != text { // too early or late for event.Time
		seconds, ok := v.(float64)
		return ok && math.Abs(seconds-float64(t.Unix())) <= 1
	}
	return raw == text
}

// strays pairs off what agrees and returns the rest of both.
func strays(fields []event.Field, leaves []leaf) ([]event.Field, []leaf) {
	var rest []event.Field
	for i := range fields {
		f := &fields[i]
		at := slices.IndexFunc(leaves, func(l leaf) bool { return l.name == f.Name && agrees(f, l.value) })
		if at < 0 {
			rest = append(rest, *f)
		} else {
			leaves = slices.Delete(leaves, at, at+1)
		}
	}
	return rest, leaves
}

// gap is what one record has in one reader and not in the other.
type gap struct {
	log    string
	all    []event.Field // as we read it
	ours   []event.Field
	theirs []leaf
}

// differences are the ways in which Velocidex reads other values than we do.
// Each entry takes what it explains out of the gap.
var differences = []struct {
	name   string
	right  string
	reason string
	take   func(g *gap)
	count  int // what it explains in all corpora
}{
	{"namespaces", "both", "declarations of namespaces are no values; we leave all of them out, Velocidex those that are called xmlns",
		func(g *gap) { g.drop(nil, func(l leaf) bool { return strings.HasPrefix(l.name, "xmlns:") }) }, 145},
	{"empty element", "ours", "an empty element of a template has no value; Velocidex gives it that of substitution 0, and the Channel is the Level",
		func(g *gap) {
			g.pair(func(f *event.Field, l leaf) bool {
				return f.Name == "Channel" && f.Value.Raw() == "" && fmt.Sprint(l.value) == "4"
			})
		}, 830},
	{"raw bytes", "ours", "Velocidex has no text for SizeT, Int8 and Int16 and returns their bytes",
		func(g *gap) {
			g.pair(func(f *event.Field, l leaf) bool {
				text, ok := l.value.(string)
				number, isNumber := f.Value.Uint()
				return ok && isNumber && (text == "" && number == 0 || len(text) <= 24) && text != f.Value.Raw()
			})
		}, 1256},
	{"reference", "ours", "Velocidex passes over &quot; and its like, and loses the rest of the text and of the EventData or UserData",
		func(g *gap) {
			if g.cutAtReference() {
				g.ours, g.theirs = nil, nil
			}
		}, 378},
	{"two fragments", "ours", "one value may hold EventData and then RenderingInfo; Velocidex keeps the second",
		func(g *gap) {
			if slices.ContainsFunc(g.all, func(f event.Field) bool { return f.Section == event.Rendering }) {
				g.drop(func(f *event.Field) bool { return f.Section == event.EventData }, nil)
			}
		}, 4},
	{"empty text", "ours", "Velocidex drops empty items of arrays and empty elements, so that the others change their places",
		func(g *gap) { g.drop(func(f *event.Field) bool { return f.Value.Raw() == "" }, nil) }, 550},
	{"beside Data", "ours", "where Velocidex makes one map of the Data with names, what else is in EventData is dropped: Binary, ComplexData, the name of EventData itself, the first Data of two that have the same name",
		func(g *gap) {
			g.drop(func(f *event.Field) bool {
				return f.Section == event.EventData && (f.Value.Kind() == event.Binary || f.Name == "Name" || g.named(f.Name) > 1)
			}, nil)
		}, 670},
}

// pair takes out a field and a leaf of the same name that say the same.
func (g *gap) pair(same func(*event.Field, leaf) bool) {
	for i := 0; i < len(g.ours); i++ {
		f := &g.ours[i]
		at := slices.IndexFunc(g.theirs, func(l leaf) bool { return l.name == f.Name && same(f, l) })
		if at >= 0 {
			g.theirs = slices.Delete(g.theirs, at, at+1)
			g.ours = slices.Delete(g.ours, i, i+1)
			i--
		}
	}
}

// drop takes out what stands on one side alone.
func (g *gap) drop(ours func(*event.Field) bool, theirs func(leaf) bool) {
	if ours != nil {
		g.ours = slices.DeleteFunc(g.ours, func(f event.Field) bool { return ours(&f) })
	}
	if theirs != nil {
		g.theirs = slices.DeleteFunc(g.theirs, theirs)
	}
}

func (g *gap) named(name string) (n int) {
	for _, f := range g.all {
		if f.Name == name {
			n++
		}
	}
	return n
}

// cutAtReference reports whether a text of theirs is ours up to a character
// that XML writes as a reference.
func (g *gap) cutAtReference() bool {
	for _, f := range g.ours {
		at := strings.IndexAny(f.Value.Raw(), `&<>"'`)
		if at == 0 || at > 0 && slices.ContainsFunc(g.theirs, func(l leaf) bool {
			text, ok := l.value.(string)
			return ok && text != "" && strings.HasPrefix(f.Value.Raw(), text) && strings.ContainsAny(f.Value.Raw()[len(text):][:1], `&<>"'`)
		}) {
			return true
		}
	}
	return false
}

// onlyOurs and onlyTheirs are the records that one of the readers does not have.
var (
	onlyOurs = map[string]struct {
		count int
		why   string
	}{
		"sample-with-zero-data-size-event.evtx": {114, "Velocidex repeats the record before one of size 0 up to the end of the chunk"},
		"sample_with_a_bad_chunk_magic.evtx":    {31, "Velocidex leaves a chunk at the first torn record"},
	}
	onlyTheirs = map[string]struct {
		count int
		why   string
	}{
		"Microsoft-Windows-HelloForBusiness%4Operational.evtx": {1, "the record was not written to its end and says nothing"},
		"sample-with-zero-data-size-event.evtx":                {1, "the record of size 0 has no end"},
		"sample_with_a_bad_chunk_magic.evtx":                   {1, "the record was not written to its end and says nothing"},
	}
)

// TestVelocidex compares all records and values of the corpora with what
// another reader finds in them.
func TestVelocidex(t *testing.T) {
	logs := corpusLogs(t)
	records, values := 0, 0
	explained := make([]int, len(differences))
	for _, path := range logs {
		log, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		theirs := velocidexRecords(log)
		alone := 0
		for rec, err := range evtx.Records(context.Background(), bytes.NewReader(log), name) {
			if err != nil {
				continue
			}
			at := rec.Source.Offset
			key := [2]uint64{uint64((at-4096)&^0xffff + 4096), binary.LittleEndian.Uint64(log[at+8:])}
			leaves, ok := theirs[key]
			if !ok {
				alone++
				continue
			}
			delete(theirs, key)
			records++
			values += len(rec.Fields)
			g := &gap{log: name, all: ours(rec)}
			g.ours, g.theirs = strays(g.all, leaves)
			for i, d := range differences {
				before := len(g.ours) + len(g.theirs)
				if before == 0 {
					break
				}
				d.take(g)
				explained[i] += before - len(g.ours) - len(g.theirs)
			}
			for _, f := range g.ours {
				t.Errorf("%s: byte %d: %v %s is %q, which Velocidex does not say", name, at, f.Section, f.Name, f.Value.Raw())
			}
			for _, l := range g.theirs {
				t.Errorf("%s: byte %d: Velocidex says %s is %q", name, at, l.name, fmt.Sprint(l.value))
			}
		}
		if want := onlyOurs[name]; alone != want.count {
			t.Errorf("%s: %d records that Velocidex does not read, want %d %s", name, alone, want.count, want.why)
		}
		if want := onlyTheirs[name]; len(theirs) != want.count {
			t.Errorf("%s: %d records that only Velocidex reads, want %d %s", name, len(theirs), want.count, want.why)
		}
	}
	for i, d := range differences {
		if explained[i] != d.count {
			t.Errorf("%s: %d values differ, want %d", d.name, explained[i], d.count)
		}
	}
	if records < 26_000 || values < 670_000 {
		t.Errorf("compared %d records with %d values", records, values)
	}
}
