package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestOsquery(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"result", "envelope+osquery", `{"name": "win", "hostIdentifier": "CA01", "unixTime": 1716282877, "columns": {"time": "1716282877",
			"datetime": "2024-05-21T09:14:37.402Z", "source": "Security", "provider_name": "Microsoft-Windows-Security-Auditing",
			"computer_name": "CA01.contoso.local", "eventid": "5059", "data": "` + exportDataText + `"}, "action": "added"}`, "record"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
