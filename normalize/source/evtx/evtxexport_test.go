package evtx_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// exported returns what evtxexport writes of each record of a log, by its
// EventRecordID. The text is no XML: it has strings that hold XML as they are.
func exported(t *testing.T, tool, path string) map[string][]string {
	t.Helper()
	out, _ := exec.CommandContext(t.Context(), tool, "-f", "xml", path).Output() // fails on damaged logs, behind what it could read
	records := map[string][]string{}
	for _, text := range bytes.Split(out, []byte("<Event xmlns"))[1:] {
		if id := recordIDOf.FindSubmatch(text); id != nil {
			records[string(id[1])] = append(records[string(id[1])], string(text))
		}
	}
	return records
}

var recordIDOf = regexp.MustCompile(`<EventRecordID>(\d+)</EventRecordID>`)

// exportAlone are the records that evtxexport does not have.
var exportAlone = map[string]struct {
	count int
	why   string
}{
	"ID800-4103-4104-Print_spooler_privilege_escalation_CVE-2020-1048_.evtx":   {10, noTemplate},
	"ID800-4103-Firewall_disabled.evtx":                                        {10, noTemplate},
	"ID1116-1117-Defender_threat_detected.evtx":                                {6, noTemplate},
	"ID1149-RDP_success_logins_to_multiple_hosts.evtx":                         {11, noTemplate},
	"ID4622-New_SSP_loaded_in_LSA_only_legitim_.evtx":                          {420, noTemplate},
	"ID4799-4624-Local_admin_group_enumerated_by_SharpHound.evtx":              {55, noTemplate},
	"ID800-4103-Interactive_PipeShell_over_named_pipe_server_and_client_.evtx": {30, noTemplate},
	"MSExchange_Management_wec.evtx":                                           {1, noTemplate},
	"E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx": {316, "it reads no plain elements inside of a template's"},
	"sample-with-zero-data-size-event.evtx":                                    {114, "it leaves the chunk at a record of size 0"},
	"sample_with_a_bad_chunk_magic.evtx":                                       {33, "it leaves the chunk at a torn record"},
}

const noTemplate = "it reads no record without a template"

type exportDifference struct {
	name, right, reason string
	is                  func(*event.Field) bool
	count               int // in all corpora and the log with every value
}

// exportDifferences are the fields of which evtxexport says something else.
var exportDifferences = []exportDifference{
	{"two fragments", "ours", "of a value with EventData and RenderingInfo evtxexport shows the first",
		func(f *event.Field) bool { return f.Section == event.Rendering }, 6},
	{"negative number", "ours", "evtxexport shows -7 of 32 bits as -2147483641: the other bits are the number's, too",
		func(f *event.Field) bool { return f.Value.Kind() == event.Int && f.Value.Raw()[0] == '-' }, 1},
}

// spellings are the ways in which evtxexport may write a value: a number of a
// fixed width or, of a SizeT, a decimal one; a time with nine digits.
func spellings(v event.Value) []string {
	raw := v.Raw()
	if n, ok := v.Uint(); ok && v.Kind() == event.Hex {
		return []string{raw, fmt.Sprintf("0x%08x", n), fmt.Sprintf("0x%016x", n), fmt.Sprint(n)}
	}
	return []string{strings.TrimSuffix(raw, "Z")}
}

func says(text string, v event.Value) bool {
	return slices.ContainsFunc(spellings(v), func(s string) bool { return strings.Contains(text, s) })
}

// everyValueLog writes a log with evtxtest.
func everyValueLog(t *testing.T) string {
	t.Helper()
	log, err := evtxtest.Write(everyValue)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "every value.evtx")
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestEvtxexport looks for every value of the corpora, and of a log that evtxtest
// has written, in what evtxexport, of libevtx, says of the same record.
func TestEvtxexport(t *testing.T) {
	tool, err := exec.LookPath("evtxexport")
	if err != nil {
		t.Skip("no evtxexport: it is in libevtx-utils of Debian")
	}
	if testing.Short() {
		t.Skip("reads all corpora with another program")
	}
	records, values, differ := 0, 0, make([]int, len(exportDifferences))
	for _, path := range append(corpusLogs(t), everyValueLog(t)) {
		log, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		theirs := exported(t, tool, path)
		alone := 0
		for rec, err := range evtx.Records(context.Background(), bytes.NewReader(log), name) {
			if err != nil {
				continue
			}
			id, _ := rec.Fields.In(event.System, "EventRecordID")
			texts := theirs[id.Raw()]
			if len(texts) == 0 {
				alone++
				continue
			}
			theirs[id.Raw()] = texts[1:]
			records++
			plain := html.UnescapeString(texts[0])
			for i := range rec.Fields {
				f := &rec.Fields[i]
				values++
				if says(texts[0], f.Value) || says(plain, f.Value) {
					continue
				}
				why := slices.IndexFunc(exportDifferences, func(d exportDifference) bool { return d.is(f) })
				if why < 0 {
					t.Errorf("%s: byte %d: evtxexport does not say that %s is %.100q", name, rec.Source.Offset, f.Name, f.Value.Raw())
				} else {
					differ[why]++
				}
			}
		}
		if want := exportAlone[name]; alone != want.count {
			t.Errorf("%s: %d records that evtxexport does not read, want %d (%s)", name, alone, want.count, want.why)
		}
		for id, texts := range theirs {
			if len(texts) > 0 {
				t.Errorf("%s: only evtxexport has a record %s", name, id)
			}
		}
	}
	for i, d := range exportDifferences {
		if differ[i] != d.count {
			t.Errorf("%s: %d values differ, want %d", d.name, differ[i], d.count)
		}
	}
	if records < 25_000 || values < 640_000 {
		t.Errorf("compared %d records with %d values", records, values)
	}
}
