package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms that SIEMs hand on as pairs.
func TestPairs(t *testing.T) {
	escaped := strings.NewReplacer("\r\n", `\n`, "\\", `\\`, "=", `\=`).Replace(plainMessage)
	line := strings.NewReplacer("\r\n", "  ", "\t", " ").Replace(plainMessage)
	tests := []struct{ name, dialect, log, lacks string }{
		{"CEF with labels", "cef", "CEF:0|Microsoft|Microsoft Windows||Microsoft-Windows-Security-Auditing:5059|Key migration operation.|Low|" +
			" cat=Security rt=1716282877402 dvchost=CA01.contoso.local deviceExternalId=77 suser=dadmin cs1=S-1-5-21-1-2-3-1104 cs1Label=Security ID cs2=CA key cs2Label=Key Name" +
			" cs3=%%2499 cs3Label=Key Type cs4=%%2464 cs4Label=Operation cs5=0x0 cs5Label=Return Code cs6=Microsoft Software Key Storage Provider cs6Label=Provider Name\n", ""},
		{"CEF with additional data", "cef", "CEF:0|Microsoft|Microsoft Windows||Microsoft-Windows-Security-Auditing:5059|Key migration operation.|Low|" +
			" cat=Security rt=1716282877402 dvchost=CA01.contoso.local ad.RecordNumber=77 ad.SubjectUserName=dadmin ad.SubjectUserSid=S-1-5-21-1-2-3-1104 ad.KeyName=CA key" +
			" ad.KeyType=%%2499 ad.Operation=%%2464 ad.ReturnCode=0x0 ad.ProviderName=Microsoft Software Key Storage Provider\n", ""},
		{"CEF with its message", "cef", "<134>May 21 09:14:37 relay CEF:0|Microsoft|Microsoft Windows||Microsoft-Windows-Security-Auditing:5059|x|Low|" +
			"cat=Security rt=1716282877402 dvchost=CA01.contoso.local deviceExternalId=77 msg=" + escaped, ""},
		{"LEEF", "leef", "<13>May 21 09:14:37 CA01 LEEF:1.0|Microsoft|Windows|10|5059|devTime=2024-05-21T09:14:37Z\tSource=Microsoft-Windows-Security-Auditing\tChannel=Security\t" +
			"identHostName=CA01.contoso.local\tRecordNumber=77\tMessage=" + line + "\n", ""},
		{"LEEF with another sign", "leef", "LEEF:2.0|Microsoft|Windows|10|5059|^|devTime=2024-05-21T09:14:37Z^Source=Microsoft-Windows-Security-Auditing^Channel=Security^" +
			"identHostName=CA01.contoso.local^RecordNumber=77^Message=" + line + "\n", ""},
		{"WinCollect", "wincollect", "<13>May 21 09:14:37 CA01 AgentDevice=WindowsLog\tAgentLogFile=Security\tPluginVersion=7.3\tSource=Microsoft-Windows-Security-Auditing\t" +
			"Computer=CA01.contoso.local\tUser=\tEventID=5059\tEventIDCode=5059\tEventType=8\tRecordNumber=77\tTimeGenerated=1716282877\tKeywords=0x8020000000000000\tMessage=" + line + "\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
