package evtx_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
)

// corpora is where the real logs lie, beside the checkout.
const corpora = "../../../../shared/corpora"

// manifest reads the lines of a manifest and skips the test where there is none.
func manifest[T any](t testing.TB, folder string) (lines []T) {
	t.Helper()
	f, err := os.Open(filepath.Join(corpora, folder, "manifest.jsonl"))
	if err != nil {
		t.Skipf("no %s/%s: the corpora are not beside the checkout", corpora, folder)
	}
	defer f.Close()
	for d := json.NewDecoder(f); d.More(); {
		var line T
		if err := d.Decode(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

func open(t testing.TB, path ...string) *bufio.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{corpora}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return bufio.NewReader(f)
}

// damaged are the logs that hold other than what the manifest counts, with
// what they lose.
var damaged = map[string]struct {
	records, losses int
	why             string
}{
	"odd/Microsoft-Windows-HelloForBusiness%4Operational.evtx": {5, 3, "the sixth was not written to its end and says nothing; the manifest counts it"},
	"odd/sample-with-zero-data-size-event.evtx":                {449, 2, "read on behind a record of size 0, where the manifest's reader repeats another 115 times"},
	"odd/sample_with_a_bad_chunk_magic.evtx":                   {300, 11, "read on behind torn records, two of which are readable, where the manifest's reader leaves the chunk"},
	"odd/security_bad_string_cache.evtx":                       {2261, 1, "a chunk's header has a bad checksum"},
}

func TestEveryLog(t *testing.T) {
	type line struct {
		File    string
		Size    int64
		Records int
	}
	for _, log := range manifest[line](t, "evtx") {
		if log.Size == 0 {
			continue
		}
		want := damaged[log.File]
		if want.why == "" {
			want.records = log.Records
		}
		records, losses := read(t, open(t, "evtx", log.File))
		if len(records) != want.records || len(losses) != want.losses {
			t.Errorf("%s: %d records and %d losses, want %d and %d %s", log.File, len(records), len(losses), want.records, want.losses, want.why)
		}
		for _, rec := range records {
			if id, ok := rec.Fields.In(event.System, "EventID"); !ok || id.Raw() == "" {
				t.Errorf("%s: byte %d: no event id", log.File, rec.Source.Offset)
			}
		}
	}
}

func TestKeyEvents(t *testing.T) {
	type line struct {
		File, Format, Computer string
		Operation, Algorithm   string
		KeyType                string `json:"key_type"`
		Provider               string
		KeyStorageProvider     string   `json:"key_storage_provider"`
		KeyName                string   `json:"key_name"`
		AccountSID             string   `json:"account_sid"`
		ReturnCode             string   `json:"return_code"`
		EventID                int      `json:"event_id"`
		RecordIDs              []uint64 `json:"record_ids"`
	}
	logs := map[string]map[uint64]*event.Record{}
	for _, l := range manifest[line](t, "key-events") {
		if l.Format != "evtx" {
			continue
		}
		if logs[l.File] == nil {
			logs[l.File] = map[uint64]*event.Record{}
			records, _ := read(t, open(t, "key-events", l.File))
			for _, rec := range records {
				logs[l.File][rec.Source.Record] = rec
			}
		}
		for _, id := range l.RecordIDs {
			rec := logs[l.File][id]
			if rec == nil {
				t.Errorf("%s: no record %d", l.File, id)
				continue
			}
			for name, want := range map[string]string{
				"Computer": l.Computer, "Provider_Name": l.Provider, "Operation": l.Operation, "AlgorithmName": l.Algorithm,
				"KeyType": l.KeyType, "ProviderName": l.KeyStorageProvider, "KeyName": l.KeyName,
				"SubjectUserSid": l.AccountSID, "ReturnCode": l.ReturnCode,
			} {
				if got, _ := rec.Fields.Get(name); want != "" && got.Raw() != want {
					t.Errorf("%s: record %d: %s is %q, want %q", l.File, id, name, got.Raw(), want)
				}
			}
			for name, want := range map[string]event.Kind{
				"SubjectUserSid": event.SID, "SubjectLogonId": event.Hex, "ReturnCode": event.Hex,
				"ClientProcessId": event.Uint, "ClientCreationTime": event.Time, "TimeCreated": event.Time,
			} {
				if got, ok := rec.Fields.Get(name); ok && got.Kind() != want && l.EventID > 5057 && l.EventID < 5062 {
					t.Errorf("%s: record %d: %s is of kind %v, want %v", l.File, id, name, got.Kind(), want)
				}
			}
		}
	}
	if len(logs) == 0 {
		t.Error("no EVTX among the key events")
	}
}

func BenchmarkRecords(b *testing.B) {
	const log = "key-events/evtx/omerbenamram-evtx-security.evtx"
	if _, err := os.Stat(filepath.Join(corpora, log)); err != nil {
		b.Skipf("no %s/%s: the corpora are not beside the checkout", corpora, log)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range evtx.Records(context.Background(), open(b, log), "a.evtx") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}
