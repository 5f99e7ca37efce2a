package evtx_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
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
	records int
	losses  string
	why     string
}{
	"odd/Microsoft-Windows-HelloForBusiness%4Operational.evtx": {5, "1 bad checksum, 2 torn record", "the sixth was not written to its end and says nothing; the manifest counts it"},
	"odd/sample-with-zero-data-size-event.evtx":                {449, "1 bad checksum, 1 torn record", "read on behind a record of size 0, where the manifest's reader repeats another 115 times"},
	"odd/sample_with_a_bad_chunk_magic.evtx":                   {300, "3 bad checksum, 2 bad chunk, 6 torn record", "read on behind torn records, two of which are readable, where the manifest's reader leaves the chunk"},
	"odd/security_bad_string_cache.evtx":                       {2261, "1 bad checksum", "a chunk's header has a bad checksum"},
}

// TestEveryLog counts the records and losses of each log, read in a row and at
// offsets.
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
		want, ok := damaged[log.File]
		if !ok {
			want.records = log.Records
		}
		b, err := io.ReadAll(open(t, "evtx", log.File))
		if err != nil {
			t.Fatal(err)
		}
		for way, r := range map[string]io.Reader{"in a row": bytes.NewBuffer(b), "at offsets": bytes.NewReader(b)} {
			records, losses := read(t, r)
			if got := kinds(losses); len(records) != want.records || got != want.losses {
				t.Errorf("%s %s: %d records, lost: %s, want %d, lost: %s (%s)", log.File, way, len(records), got, want.records, want.losses, want.why)
			}
			for _, rec := range records {
				if id, ok := rec.Fields.In(event.System, "EventID"); !ok || id.Raw() == "" {
					t.Errorf("%s: byte %d: no event id", log.File, rec.Source.Offset)
				}
			}
		}
	}
}

// kinds says how many losses there are of each kind.
func kinds(losses []*loss.Error) string {
	counts := map[string]int{}
	for _, l := range losses {
		counts[l.Kind]++
	}
	var all []string
	for kind, n := range counts {
		all = append(all, fmt.Sprint(n, " ", kind))
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(a[2:], b[2:]) })
	return strings.Join(all, ", ")
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
