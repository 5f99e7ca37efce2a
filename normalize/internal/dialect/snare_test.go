package dialect_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// One export of a key in the forms of this dialect.
func TestSnare(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"syslog", "snare", "<14>May 21 09:14:37 CA01 MSWinEventLog\t1\tSecurity\t3\tTue May 21 09:14:37 2024\t5059\tMicrosoft-Windows-Security-Auditing\tCONTOSO\\dadmin\tN/A\tSuccess Audit\tCA01.contoso.local\tOther System Events\t\t" + strings.NewReplacer("\r\n", " ", "\t", " ").Replace(plainMessage) + "\t77\n", "zone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}

// Sysmon's message has no line ends left here; its labels are the names.
func TestSnareSysmon(t *testing.T) {
	evs := eventsIn(t, "<14>May 21 09:14:37 h MSWinEventLog\t1\tMicrosoft-Windows-Sysmon/Operational\t3\tTue May 21 09:14:37 2024\t1\tMicrosoft-Windows-Sysmon\tNT AUTHORITY\\SYSTEM\tUser\tInformation\th\t"+
		"Process Create (rule: ProcessCreate)\t\tProcess Create:  RuleName: -  ProcessId: 7  Image: C:\\a b.exe  Product: P: Q  CommandLine: x  y:z  User: D\\u  ParentImage: C:\\p.exe\t77\n")
	for _, want := range []string{"RuleName=-", "ProcessId=7", "Image=C:\\a b.exe", "Product=P: Q", "CommandLine=x  y:z", "User=D\\u", "ParentImage=C:\\p.exe"} {
		name, value, _ := strings.Cut(want, "=")
		if v, ok := evs[0].Fields.In(event.EventData, name); !ok || v.Raw() != value {
			t.Errorf("%s is %q, want %q", name, v.Raw(), value)
		}
	}
}
