package dialect_test

import (
	"strings"
	"testing"
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
