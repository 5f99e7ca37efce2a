package taxonomy_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestKind(t *testing.T) {
	security := func(id uint32) event.Class { return event.Class{Channel: "security", EventID: id} }
	tests := []struct {
		class event.Class
		field string
		want  event.Kind // Null: not known
	}{
		{security(5059), "SubjectLogonId", event.Hex},
		{security(5059), "subjectlogonid", event.Hex},
		{security(5059), "SubjectUserSid", event.SID},
		{security(5059), "ClientProcessId", event.Uint},
		{security(5059), "ClientCreationTime", event.Time},
		{security(5059), "ReturnCode", event.Hex},
		{security(5062), "ReturnCode", event.Uint},
		{security(5063), "ReturnCode", event.Uint},
		{security(5059), "KeyName", event.Null},
		{security(4688), "NewProcessId", event.Hex},
		{security(4688), "ProcessId", event.Hex},
		{security(5156), "ProcessID", event.Uint},
		{security(4694), "FailureReason", event.Hex},
		{security(4625), "FailureReason", event.Null},
		{event.Class{Provider: "microsoft-windows-security-auditing", EventID: 4624}, "TargetLogonId", event.Hex},
		{event.Class{Channel: sysmon, EventID: 1}, "ProcessId", event.Uint},
		{event.Class{Channel: sysmon, EventID: 1}, "UtcTime", event.Time},
		{event.Class{Channel: sysmon, EventID: 10}, "SourceProcessGUID", event.GUID},
		{event.Class{Channel: sysmon, EventID: 10}, "GrantedAccess", event.Hex},
		{event.Class{Channel: "my/log"}, "EventRecordID", event.Uint},
		{event.Class{Channel: "my/log"}, "ProcessId", event.Null},
		{event.Class{}, "Keywords", event.Hex},
	}
	for _, tt := range tests {
		got, ok := taxonomy.Windows().Kind(tt.class, tt.field)
		if got != tt.want || ok != (tt.want != event.Null) {
			t.Errorf("%+v %s: got %v, want %v", tt.class, tt.field, got, tt.want)
		}
	}
}
