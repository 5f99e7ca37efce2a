package normalize_test

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/windows"
)

// some is interested in about every third name, others in others, and in what means
// texts of even length.
type some string

func (some) Met(event.Class, *event.Field) {}

func (some) Scans(event.Class) bool { return true }

func (some) Mentions(_ event.Class, text []byte) bool { return len(text)%2 == 0 }

func (s some) Reads(_ event.Class, f *event.Field) bool {
	h := fnv.New32a()
	io.WriteString(h, string(s)+strings.ToLower(f.Name))
	return h.Sum32()%3 == 0
}

// TestWorkerReadsAsMuchAsIsWanted holds events made of sketches against those
// that are made of the same records whole: they are the same but for fields that
// nobody wants and that mean no more than their text.
func TestWorkerReadsAsMuchAsIsWanted(t *testing.T) {
	for _, who := range []some{"", "3", "4"} {
		t.Run(string(who), func(t *testing.T) { workerReads(t, who) })
		if testing.Short() {
			break
		}
	}
}

func workerReads(t *testing.T, who some) {
	n := normalize.New(normalize.WithDerived(windows.Lists{}))
	w, fuller := n.Worker(who), n.Worker(nil)
	d := source.NewDecoder(source.Selection{Sketch: true})
	for name, lines := range sketchable(t) {
		parts, all := 0, 0
		for rec, err := range records(t, d, name, lines) {
			if err != nil {
				continue
			}
			whole := *rec
			whole.Fields = slices.Clone(rec.Fields)
			if rec.Sketch != nil {
				whole.Fields = rec.Sketch.Fields()
			}
			want, wrong := n.Event(&whole)
			var got event.Event
			extent, err := w.Fill(&got, rec)
			if (err == nil) != (wrong == nil) {
				t.Fatalf("%s: %v, want %v", name, err, wrong)
			}
			if err == nil {
				if extent == normalize.Part {
					compareMadeWhole(t, w, rec, want)
				}
				compareParts(t, who, &got, want)
				compareWhole(t, fuller, rec, want)
			}
			if all++; extent == normalize.Part {
				parts++
			}
		}
		t.Logf("%s: %d of %d in part", name, parts, all)
	}
}

// records yields the records of a log and their losses, as d reads them.
func records(t *testing.T, d *source.Decoder, name string, log []byte) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		f, err := source.Read(bytes.NewReader(log), name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for b, err := range f.Batches(t.Context()) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for rec, err := range b.Records(d) {
				if !yield(rec, err) {
					b.Release()
					return
				}
			}
			b.Release()
		}
	}
}

func compareWhole(t *testing.T, w *normalize.Worker, rec *event.Record, want *event.Event) {
	t.Helper()
	if rec.Sketch == nil {
		return
	}
	var got event.Event
	if extent, err := w.Fill(&got, rec); extent != normalize.Entire || err != nil || !reflect.DeepEqual(&got, want) {
		t.Fatalf("whole: %+v, %v\nwant %+v", got, err, want)
	}
}

// compareMadeWhole makes the event whole of which w filled a part.
func compareMadeWhole(t *testing.T, w *normalize.Worker, rec *event.Record, want *event.Event) {
	t.Helper()
	var got event.Event
	if err := w.Whole(&got, rec); err != nil || !reflect.DeepEqual(&got, want) {
		t.Fatalf("made whole: %+v, %v\nwant %+v", got, err, want)
	}
}

func compareParts(t *testing.T, who some, got, want *event.Event) {
	t.Helper()
	for _, f := range got.Fields {
		if !slices.ContainsFunc(want.Fields, func(o event.Field) bool { return reflect.DeepEqual(o, f) }) {
			t.Fatalf("%+v is in no whole event %+v", f, want)
		}
	}
	for _, f := range want.Fields {
		first, _ := want.Fields.Get(f.Name)
		if v, _ := got.Fields.Get(f.Name); strings.Contains(want.Dialect, "+") && who.Reads(event.Class{}, &f) && !reflect.DeepEqual(v, first) {
			t.Fatalf("%s is first %v, want %v: %+v", f.Name, v, first, want)
		}
	}
	g, w := *got, *want
	w.Computer, w.Version, w.RecordID = g.Computer, g.Version, g.RecordID // are left out
	g.Fields, w.Fields = only(got.Fields, who.matters), only(want.Fields, who.matters)
	if !reflect.DeepEqual(g, w) {
		t.Fatalf("%+v\nwant %+v", g, w)
	}
}

// matters reports whether s is interested in f.
func (s some) matters(f event.Field) bool {
	even := func(s string) bool { return len(s)%2 == 0 }
	m := f.Value.Meaning()
	return s.Reads(event.Class{}, &f) || m != nil && m.Text != "" && (even(m.Code) || even(m.Text))
}

// only returns the fields to keep, sorted: parts have theirs in another order.
func only(fs event.Fields, keep func(event.Field) bool) (kept event.Fields) {
	for _, f := range fs {
		if keep(f) {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b event.Field) int {
		return cmp.Or(cmp.Compare(a.Section, b.Section), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Value.Raw(), b.Value.Raw()))
	})
	return kept
}

// TestRemember: an event is told to be known only if it was remembered what one led to that has
// all the same in what somebody is interested in: the same. Its class and time are its own.
func TestRemember(t *testing.T) {
	n := normalize.New(normalize.WithDerived(windows.Lists{}))
	known := 0
	for name, lines := range sketchable(t) {
		w, d, seen := n.Worker(some("")), source.NewDecoder(source.Selection{Sketch: true}), map[string]int{}
		for range 2 {
			for rec, err := range records(t, d, name, lines) {
				if err != nil || rec.Sketch == nil {
					continue
				}
				want, err := n.Event(&event.Record{Source: rec.Source, Fields: rec.Sketch.Fields()})
				var got event.Event
				extent, failed := w.Fill(&got, rec)
				if err != nil || failed != nil {
					continue
				}
				looks := fmt.Sprintf("%v %+v", want.Class(), only(want.Fields, some("").matters))
				if extent != normalize.Known {
					if seen[looks] == 0 {
						seen[looks] = len(seen) + 1
					}
					w.Remember(seen[looks])
					continue
				}
				known++
				if w.Outcome() != seen[looks] || got.Class() != want.Class() || !got.Time.Equal(want.Time) || got.HasEventID != want.HasEventID {
					t.Fatalf("%s: %+v was not remembered so: %d; filled %+v", name, want, w.Outcome(), got)
				}
			}
		}
	}
	if t.Logf("%d were known", known); known == 0 {
		t.Error("no event was as one before")
	}
}

// reader is interested in fields by name.
type reader []string

func (r reader) Reads(_ event.Class, f *event.Field) bool { return slices.Contains(r, f.Name) }
func (reader) Met(event.Class, *event.Field)              {}
func (reader) Scans(event.Class) bool                     { return false }
func (reader) Mentions(event.Class, []byte) bool          { return false }

// TestRememberByWhatIsRead: what makes an event another one than that which is remembered,
// and than several that its source says it is like.
func TestRememberByWhatIsRead(t *testing.T) {
	const first = `{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21T09:14:37Z","Channel":"Security","EventID":4689,"Status":"0x0","ProcessName":"a","ProcessId":"0x1a"}`
	for _, c := range []struct {
		read     reader
		from, to string
		extent   normalize.Extent
	}{
		{reader{"Status"}, "", "", normalize.Known},
		{reader{"Status"}, "0x1a", "0x1b", normalize.Known},
		{reader{"Status"}, ":37Z", ":38Z", normalize.Known},
		{reader{"Status"}, "0x0", "0x1", normalize.Part},
		{reader{"Status"}, `"0x0"`, "0", normalize.Part},
		{reader{"Status", "ProcessName"}, `"Status":"0x0","ProcessName":"a"`, `"Status":"0","ProcessName":"x0a"`, normalize.Part},
		{reader{"Status"}, "4689", "4688", normalize.Part},
		{reader{"Status", "EventID"}, "4689", `"4689"`, normalize.Part},
		{reader{"Status", "TimeCreated"}, ":37Z", ":38Z", normalize.Part},
		{reader{"Status", "TimeCreated"}, `:"a"`, `:"b"`, normalize.Known},
	} {
		for _, times := range []int{1, 4} {
			lines := strings.Repeat(first+"\n", times) + strings.Replace(first, c.from, c.to, 1)
			n := normalize.New(normalize.WithDerived(windows.Lists{}))
			w, d, last := n.Worker(c.read), source.NewDecoder(source.Selection{Sketch: true}), normalize.Entire
			for rec, err := range records(t, d, "some", []byte(lines)) {
				if err != nil {
					t.Fatal(err)
				}
				var ev event.Event
				if last, err = w.Fill(&ev, rec); err != nil {
					t.Fatal(err)
				}
				w.Remember(7)
			}
			if last != c.extent {
				t.Errorf("reading %v, %s instead of %s after %d: extent %d, want %d", c.read, c.to, c.from, times, last, c.extent)
			}
		}
	}
}
