package taxonomy_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestTemplate(t *testing.T) {
	security := func(id uint32) event.Class {
		return event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: id}
	}
	const subject = "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId "
	const key = "ProviderName AlgorithmName KeyName KeyType Operation ReturnCode"
	tests := []struct {
		class event.Class
		n     int
		want  string
	}{
		{security(5059), 10, subject + key},
		{security(5059), 12, subject + "ClientProcessId ClientCreationTime " + key},
		{security(5059), 11, ""},
		{security(5061), 10, subject + key},
		{security(5061), 12, ""},
		{security(5062), 2, "Module ReturnCode"},
		{security(4634), 5, "TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType"},
		{security(4648), 13, subject + "LogonGuid TargetUserName TargetDomainName TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort"},
		{event.Class{Channel: "security", Provider: "ad fs auditing", EventID: 5059}, 10, ""},
		{event.Class{Channel: "system", Provider: "service control manager", EventID: 7045}, 5, "ServiceName ImagePath ServiceType StartType AccountName"},
	}
	for _, test := range tests {
		if got := strings.Join(taxonomy.Windows().Template(test.class, test.n), " "); got != test.want {
			t.Errorf("%v with %d fields: %q, want %q", test.class, test.n, got, test.want)
		}
	}
}
