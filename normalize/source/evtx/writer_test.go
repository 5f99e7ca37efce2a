package evtx_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

var update = flag.Bool("update", false, "write the logs of testdata anew")

// logs is where the logs are that testdata describes.
const logs = "../../../testdata/"

// written returns the log that a file of testdata describes, after it has seen
// that the log called path is that one.
func written(t *testing.T, description, path string) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/" + description)
	if err != nil {
		t.Fatal(err)
	}
	log, err := evtxtest.Write(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(logs+path, log, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := os.ReadFile(logs + path); err != nil || !bytes.Equal(b, log) {
		t.Errorf("%s is not what %s describes (-update writes it): %v", path, description, err)
	}
	return log
}

func TestDemo(t *testing.T) {
	log := written(t, "ca02.txt", "demo/ca02-security.evtx")
	records, losses := read(t, bytes.NewReader(log))
	if len(records) != 3 || len(losses) != 0 {
		t.Fatalf("%d records, losses %v", len(records), losses)
	}
	name, _ := records[2].Fields.In(event.EventData, "SubjectUserName")
	if name.Raw() != "mwagner" || records[2].Source.Record != 5120449 {
		t.Errorf("the last record is %v", show(records[2]))
	}
}

func TestDamagedLog(t *testing.T) {
	log := written(t, "damaged.txt", "damaged.evtx")
	ids, losses := outcome(t, log)
	if want := []string{"torn record 432@6408", "lost template 272@7104"}; ids != "50595059" || !slices.Equal(losses, want) {
		t.Errorf("got %s %q, want %q", ids, losses, want)
	}
}

// TestWriterIsReadByOthers compares what Velocidex reads of written logs with
// what we do: the writer writes EVTX, not what one decoder takes for it.
func TestWriterIsReadByOthers(t *testing.T) {
	text, err := os.ReadFile("testdata/ca02.txt")
	if err != nil {
		t.Fatal(err)
	}
	events, err := evtxtest.Describe(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for len(events) < 500 { // several chunks
		events = append(events, events...)
	}
	log := evtxtest.Log(events)
	records, losses := read(t, bytes.NewReader(log))
	theirs := velocidexRecords(log)
	if len(records) != len(events) || len(losses) != 0 || len(theirs) != len(events) {
		t.Fatalf("%d events: we read %d records and %d losses, Velocidex %d", len(events), len(records), len(losses), len(theirs))
	}
	for _, rec := range records {
		key := [2]uint64{uint64((rec.Source.Offset-4096)&^0xffff + 4096), uint64(rec.Source.Index + 1)}
		f, l := strays(ours(rec), theirs[key])
		if len(f)+len(l) > 0 {
			t.Fatalf("record %d: only we read %v, only Velocidex %v", rec.Source.Index, f, l)
		}
	}
}

func TestDescribe(t *testing.T) {
	for text, want := range map[string]string{
		"channel Security":        `line 1: "channel" before the first event`,
		"event 1\nwhat else":      `line 2: "what" says nothing of an event`,
		"event 70000":             "line 1: strconv.ParseUint",
		"event 1\ndata A money 3": `line 2: unknown type "money"`,
	} {
		if _, err := evtxtest.Describe(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	events, err := evtxtest.Describe("event 1\nchannel System\ndata A uint8 7\nevent 2\n# nothing")
	if err != nil || len(events) != 2 || events[1].Channel != "System" || events[1].Data != nil {
		t.Errorf("%+v, %v", events, err)
	}
	c := evtxtest.NewChunk()
	c.Event(events[0])
	if got, want := first(t, c), []string{"eventdata A=7 [uint]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
