package dialect_test

import (
	"testing"
)

// One export of a key in the form of this dialect.
func TestPromtail(t *testing.T) {
	checkExport(t, "promtail", `{"source": "Microsoft-Windows-Security-Auditing", "channel": "Security", "computer": "CA01.contoso.local",
		"event_id": 5059, "version": 1, "task": 12292, "levelText": "Information", "taskText": "Other System Events", "keywords": "Audit Success",
		"timeCreated": "2024-05-21T09:14:37.402117300Z", "eventRecordID": 77, "execution": {"processId": 744, "threadId": 5120, "processName": "lsass.exe"},
		"event_data": "<Data Name='SubjectUserSid'>S-1-5-21-1-2-3-1104</Data><Data Name='SubjectUserName'>dadmin</Data><Data Name='ProviderName'>Microsoft Software Key Storage Provider</Data><Data Name='KeyName'>CA key</Data><Data Name='KeyType'>%%2499</Data><Data Name='Operation'>%%2464</Data><Data Name='ReturnCode'>0x0</Data>",
		"message": "Key migration operation."}`)
}
