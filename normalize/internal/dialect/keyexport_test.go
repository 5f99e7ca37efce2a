package dialect_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// checkExport normalises a log of any format, which holds the export of a
// machine key in a collector's form, and checks what every form must say of it,
// but for what this one lacks: the words are those of the checks.
func checkExport(t *testing.T, dialect, log string, lacks ...string) {
	t.Helper()
	evs := eventsIn(t, log)
	if len(evs) != 1 {
		t.Fatalf("%d events", len(evs))
	}
	ev := evs[0]
	data := func(name string) string {
		v, _ := ev.Fields.In(event.EventData, name)
		if m := v.Meaning(); m != nil && m.Text != "" {
			return m.Code
		}
		return v.Raw()
	}
	at := time.Date(2024, 5, 21, 9, 14, 37, 0, time.UTC)
	checks := []struct {
		what string
		ok   bool
	}{
		{"dialect", ev.Dialect == dialect},
		{"channel", strings.EqualFold(ev.Channel, "Security")},
		{"provider", ev.Provider == "Microsoft-Windows-Security-Auditing"},
		{"id", ev.HasEventID && ev.EventID == 5059},
		{"computer", ev.Computer == "CA01.contoso.local"},
		{"record", ev.RecordID == 77},
		{"time", ev.Time.Truncate(time.Second).Equal(at)},
		{"zone", !ev.TimeAssumed},
		{"key type", data("KeyType") == "%%2499"},
		{"operation", data("Operation") == "%%2464"},
		{"return code", data("ReturnCode") == "0x0"},
		{"key storage provider", data("ProviderName") == "Microsoft Software Key Storage Provider"},
		{"key", data("KeyName") == "CA key"},
		{"account", data("SubjectUserName") == "dadmin" && data("SubjectUserSid") == "S-1-5-21-1-2-3-1104"},
	}
	for _, c := range checks {
		if lacking := slices.Contains(lacks, c.what); c.ok == lacking {
			t.Errorf("%s: is right: %v, lacking: %v", c.what, c.ok, lacking)
			t.Log(show(ev))
		}
	}
}

// eventsIn normalises a log of any format.
func eventsIn(t *testing.T, log string) []*event.Event {
	t.Helper()
	f, err := source.Read(strings.NewReader(log), "test")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var evs []*event.Event
	for ev, err := range normalize.New().Events(f.Records(t.Context())) {
		if err != nil {
			t.Fatal(err)
		}
		evs = append(evs, ev)
	}
	return evs
}

// The parts of the export that collectors have in common. Those in JSON may stand
// as they are; the texts may stand in quotation marks.
const (
	exportMembers  = `"SubjectUserSid": "S-1-5-21-1-2-3-1104", "SubjectUserName": "dadmin", "ProviderName": "Microsoft Software Key Storage Provider", "KeyName": "CA key", "KeyType": "%%2499", "Operation": "%%2464", "ReturnCode": "0x0"`
	exportData     = `{` + exportMembers + `}`
	exportLower    = `{"subjectUserSid": "S-1-5-21-1-2-3-1104", "subjectUserName": "dadmin", "providerName": "Microsoft Software Key Storage Provider", "keyName": "CA key", "keyType": "%%2499", "operation": "%%2464", "returnCode": "0x0"}`
	exportInserts  = `["S-1-5-21-1-2-3-1104", "dadmin", "CONTOSO", "0x38e2d", "4912", "2024-05-21T09:14:35Z", "Microsoft Software Key Storage Provider", "RSA", "CA key", "%%2499", "%%2464", "0x0"]`
	exportDataText = `{\"EventData\": {\"Data\": [{\"@Name\": \"SubjectUserSid\", \"#text\": \"S-1-5-21-1-2-3-1104\"}, {\"@Name\": \"SubjectUserName\", \"#text\": \"dadmin\"}, {\"@Name\": \"ProviderName\", \"#text\": \"Microsoft Software Key Storage Provider\"}, {\"@Name\": \"KeyName\", \"#text\": \"CA key\"}, {\"@Name\": \"KeyType\", \"#text\": \"%%2499\"}, {\"@Name\": \"Operation\", \"#text\": \"%%2464\"}, {\"@Name\": \"ReturnCode\", \"#text\": \"0x0\"}]}}`
	exportDataXML  = `<EventData><Data Name='SubjectUserSid'>S-1-5-21-1-2-3-1104</Data><Data Name='SubjectUserName'>dadmin</Data><Data Name='ProviderName'>Microsoft Software Key Storage Provider</Data><Data Name='KeyName'>CA key</Data><Data Name='KeyType'>%%2499</Data><Data Name='Operation'>%%2464</Data><Data Name='ReturnCode'>0x0</Data></EventData>`
	exportXML      = `<Event><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>5059</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.4021173Z'/><EventRecordID>77</EventRecordID><Channel>Security</Channel><Computer>CA01.contoso.local</Computer></System>` + exportDataXML + `</Event>`
	plainMessage   = "Key migration operation.\r\n\r\nSubject:\r\n\tSecurity ID:\t\tS-1-5-21-1-2-3-1104\r\n\tAccount Name:\t\tdadmin\r\n\r\nCryptographic Parameters:\r\n\tProvider Name:\tMicrosoft Software Key Storage Provider\r\n\tKey Name:\tCA key\r\n\tKey Type:\tMachine key.\r\n\r\nAdditional Information:\r\n\tOperation:\tExport of persistent cryptographic key.\r\n\tReturn Code:\t0x0"
	exportMessage  = `Key migration operation.\r\n\r\nSubject:\r\n\tSecurity ID:\t\tS-1-5-21-1-2-3-1104\r\n\tAccount Name:\t\tdadmin\r\n\r\nCryptographic Parameters:\r\n\tProvider Name:\tMicrosoft Software Key Storage Provider\r\n\tKey Name:\tCA key\r\n\tKey Type:\tMachine key.\r\n\r\nAdditional Information:\r\n\tOperation:\tExport of persistent cryptographic key.\r\n\tReturn Code:\t0x0`
)
