package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestEventViewer(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"table", "event-viewer", "\ufeffKeywords,Date and Time,Source,Event ID,Task Category\nAudit Success,5/21/2024 9:14:37 AM,Microsoft-Windows-Security-Auditing,5059,Other System Events,\"" + plainMessage + "\"\n", "zone,computer,record"},
		{"wevtutil", "wevtutil-text", "Event[0]:\n  Log Name: Security\n  Source: Microsoft-Windows-Security-Auditing\n  Date: 2024-05-21T09:14:37.402\n  Event ID: 5059\n  Task: Other System Events\n  Level: Information\n  Computer: CA01.contoso.local\n  Description: \n" + plainMessage + "\n\n", "zone,record"},
		{"copied as text", "wevtutil-text", "Log Name:      Security\nSource:        Microsoft-Windows-Security-Auditing\nDate:          5/21/2024 9:14:37 AM\nEvent ID:      5059\nTask Category: Other System Events\nLevel:         Information\nKeywords:      Audit Success\nUser:          N/A\nComputer:      CA01.contoso.local\nDescription:\n" + plainMessage + "\n", "zone,record"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
