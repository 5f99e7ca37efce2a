package normalize_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// TestMessagesSayTheData reads the messages of real events that also came with
// their data, as if they had come without: what the labels give is what the data
// says, for every event id and field.
func TestMessagesSayTheData(t *testing.T) {
	logs, _ := filepath.Glob("../../shared/corpora/json/nxlog-*.gz")
	if len(logs) == 0 {
		t.Skip("../../shared/corpora/json is not beside the checkout")
	}
	if testing.Short() {
		t.Skip("slow")
	}
	votes := map[string]*vote{}
	for _, log := range logs {
		for line := range bytes.Lines(beginning(t, log, 16<<20)) {
			countMessage(t, votes, line)
		}
	}
	checked := 0
	for name, v := range votes {
		if v.same+v.other >= 3 {
			checked++
		}
		if v.other > v.same/10+1 {
			t.Errorf("%s: %d of %d messages say another thing: %s", name, v.other, v.same+v.other, v.example)
		}
	}
	t.Logf("%d fields", checked)
}

// TestListInMessage: a list of rights of which one has several ids stays in words, and has
// the ids of the others as its other face.
func TestListInMessage(t *testing.T) {
	ev := oneOf(t, []byte(`{"EventTime":"2024-05-21 05:14:37","Channel":"Security","EventID":5145,"SourceName":"Microsoft-Windows-Security-Auditing","EventReceivedTime":"2024-05-21 05:14:38","SourceModuleName":"eventlog","SourceModuleType":"im_msvistalog",`+
		`"Message":"A network share object was checked to see whether client can be granted desired access.\r\n\t\r\nSubject:\r\n\tAccount Name:\t\tCA01$\r\n\r\nAccess Request Information:\r\n\tAccess Mask:\t\t0x100080\r\n\tAccesses:\t\tSYNCHRONIZE\r\n\t\t\t\tReadAttributes\r\n\t\t\t\t\r\nAccess Check Results:\r\n\t-\r\n"}`))
	v, ok := ev.Fields.In(event.EventData, "AccessList")
	if !ok || !strings.Contains(v.Raw(), "SYNCHRONIZE") || !strings.Contains(meant(v), "%%1541") {
		t.Errorf("AccessList is %q, and %q", v.Raw(), meant(v))
	}
}

type vote struct {
	same, other int
	example     string
}

// ownOfNXLog are the fields that a record without its data still has.
var ownOfNXLog = strings.Fields(`EventTime Hostname Keywords EventType SeverityValue Severity EventID SourceName ProviderGuid Version Task OpcodeValue
	RecordNumber ExecutionProcessID ThreadID Channel Message Category Opcode EventReceivedTime SourceModuleName SourceModuleType @timestamp`)

func countMessage(t *testing.T, votes map[string]*vote, line []byte) {
	t.Helper()
	var all map[string]any
	if json.Unmarshal(line, &all) != nil || all["Message"] == nil || all["Channel"] == "Microsoft-Windows-Sysmon/Operational" {
		return
	}
	v := votes[fmt.Sprint(all["EventID"])]
	if v == nil {
		v = &vote{}
		votes[fmt.Sprint(all["EventID"])] = v
	}
	if v.same++; v.same > 200 {
		return
	}
	bare := map[string]any{}
	for _, name := range ownOfNXLog {
		if all[name] != nil {
			bare[name] = all[name]
		}
	}
	text, _ := json.Marshal(bare)
	whole, part := oneOf(t, line), oneOf(t, text)
	for _, f := range part.Fields {
		if f.Section != event.EventData || f.Path != "" || f.Name == "Data" {
			continue
		}
		w, ok := whole.Fields.In(event.EventData, f.Name)
		if !ok {
			continue
		}
		name := fmt.Sprintf("%v %s", all["EventID"], f.Name)
		if votes[name] == nil {
			votes[name] = &vote{}
		}
		if slices.ContainsFunc([]string{f.Value.Raw(), meant(f.Value)}, func(s string) bool { return like(s, w) }) || f.Value.Raw() == "" {
			votes[name].same++
		} else {
			votes[name].other++
			votes[name].example = fmt.Sprintf("%q, not %q", f.Value.Raw(), w.Raw())
		}
	}
}

func oneOf(t *testing.T, line []byte) *event.Event {
	t.Helper()
	f, err := source.Read(bytes.NewReader(line), "test")
	if err != nil {
		t.Fatal(err)
	}
	for ev, err := range normalize.New().Events(f.Records(t.Context())) {
		if err != nil {
			t.Fatal(err)
		}
		return ev
	}
	t.Fatal("no event")
	return nil
}

func meant(v event.Value) string {
	if m := v.Meaning(); m != nil {
		return m.Code
	}
	return v.Raw()
}

func like(s string, v event.Value) bool {
	words := func(s string) string {
		return strings.ToLower(strings.Join(strings.Fields(html.UnescapeString(s)), " "))
	}
	a, b := words(s), words(v.Raw())
	if m := v.Meaning(); m != nil && words(m.Text) == a {
		return true
	}
	return a == b || a == "-" || b == "-" || strings.TrimPrefix(a, "0x") == strings.TrimPrefix(b, "0x")
}
