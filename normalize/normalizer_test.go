package normalize_test

import (
	"errors"
	"iter"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestEventWithoutFields(t *testing.T) {
	_, err := normalize.New().Event(&event.Record{Source: event.Source{File: "x.json", Index: 3}})
	if !errors.Is(err, event.ErrSkip) {
		t.Errorf("error %v, want one that wraps ErrSkip", err)
	}
}

func TestEventsPassErrors(t *testing.T) {
	torn := errors.New("torn")
	records := func(yield func(*event.Record, error) bool) {
		_ = yield(&event.Record{Fields: event.Fields{{Name: "A"}}}, nil) &&
			yield(nil, torn) &&
			yield(&event.Record{Fields: event.Fields{{Name: "B"}}}, nil)
	}
	var seen []string
	for ev, err := range normalize.New().Events(records) {
		switch {
		case err != nil:
			seen = append(seen, err.Error())
		default:
			seen = append(seen, ev.Fields[0].Name)
		}
	}
	if len(seen) != 3 || seen[0] != "A" || seen[1] != "torn" || seen[2] != "B" {
		t.Errorf("saw %q", seen)
	}
	for range normalize.New().Events(iter.Seq2[*event.Record, error](records)) {
		break // must not panic
	}
}

func TestClass(t *testing.T) {
	system := func(name, value string) event.Field {
		return event.Field{Name: name, Section: event.System, Value: event.TextValue(value)}
	}
	tests := []struct {
		name   string
		fields event.Fields
		want   event.Class
	}{
		{"lower case", event.Fields{system("Channel", "Security"), system("Provider_Name", "P"), system("EventID", "5059")},
			event.Class{Channel: "security", Provider: "p", EventID: 5059}},
		{"channel of the provider", event.Fields{system("Provider_Name", "Microsoft-Windows-Sysmon"), system("EventID", "1")},
			event.Class{Channel: "microsoft-windows-sysmon/operational", Provider: "microsoft-windows-sysmon", EventID: 1}},
		{"id in hexadecimal", event.Fields{system("Channel", "Security"), system("EventID", "0x1278")}, event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: 4728}},
		{"unknown provider", event.Fields{system("Provider_Name", "X")}, event.Class{Provider: "x"}},
		{"forwarded: the channel is empty", event.Fields{system("Channel", ""), system("Provider_Name", "Microsoft-Windows-Security-Auditing")},
			event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ev, err := normalize.New().Event(&event.Record{Fields: test.fields})
			if err != nil {
				t.Fatal(err)
			}
			if ev.Class() != test.want {
				t.Errorf("class %+v, want %+v", ev.Class(), test.want)
			}
		})
	}
}

func TestWithTaxonomy(t *testing.T) {
	table, err := taxonomy.Windows().With(taxonomy.Extra{})
	if err != nil {
		t.Fatal(err)
	}
	ev, err := normalize.New(normalize.WithTaxonomy(table)).Event(keyRecord())
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := ev.Fields.Get("SubjectLogonId"); v.Kind() != event.Hex {
		t.Errorf("SubjectLogonId is %v", v.Kind())
	}
}

// One Normalizer serves many goroutines; the race detector watches.
func TestConcurrent(t *testing.T) {
	n := normalize.New()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				ev, err := n.Event(keyRecord())
				if err != nil {
					t.Error(err)
					return
				}
				if v, _ := ev.Fields.Get("KeyType"); v.Rendered() != "Machine key." {
					t.Errorf("KeyType %q", v.Rendered())
				}
			}
		})
	}
	wg.Wait()
}

// keyRecord is a 5059 as Event XML has it.
func keyRecord() *event.Record {
	rec := &event.Record{}
	for _, f := range keyFields {
		rec.Fields = append(rec.Fields, event.Field{Name: f.name, Section: f.section, Value: event.TextValue(f.value)})
	}
	return rec
}

var keyFields = []struct {
	section     event.Section
	name, value string
}{
	{event.System, "Provider_Name", "Microsoft-Windows-Security-Auditing"},
	{event.System, "Provider_Guid", "{54849625-5478-4994-a5ba-3e3b0328c30d}"},
	{event.System, "EventID", "5059"},
	{event.System, "Version", "1"},
	{event.System, "Level", "0"},
	{event.System, "Task", "12292"},
	{event.System, "Opcode", "0"},
	{event.System, "Keywords", "0x8020000000000000"},
	{event.System, "TimeCreated", "2024-05-21T09:14:37.402117300Z"},
	{event.System, "EventRecordID", "7731204"},
	{event.System, "Execution_ProcessID", "744"},
	{event.System, "Execution_ThreadID", "5120"},
	{event.System, "Channel", "Security"},
	{event.System, "Computer", "CA01.contoso.local"},
	{event.EventData, "SubjectUserSid", "S-1-5-21-3457937927-2839227994-823803824-1104"},
	{event.EventData, "SubjectUserName", "dadmin"},
	{event.EventData, "SubjectDomainName", "CONTOSO"},
	{event.EventData, "SubjectLogonId", "0x1a2b3c"},
	{event.EventData, "ClientProcessId", "4912"},
	{event.EventData, "ClientCreationTime", "2024-05-21T09:14:35.118402600Z"},
	{event.EventData, "ProviderName", "Microsoft Software Key Storage Provider"},
	{event.EventData, "AlgorithmName", "RSA"},
	{event.EventData, "KeyName", "Contoso Issuing CA 1"},
	{event.EventData, "KeyType", "%%2499"},
	{event.EventData, "Operation", "%%2464"},
	{event.EventData, "ReturnCode", "0x0"},
}
