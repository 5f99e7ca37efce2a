package normalize_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// BenchmarkEvent normalises one record again and again, from fresh fields each
// time, as a source hands them over.
func BenchmarkEvent(b *testing.B) {
	for _, bench := range []struct{ dialect, in string }{
		{"evtx_dump", `{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon","Guid":"5770385F-C22A-43E0-BF4C-06F5698FFBD9"}},"EventID":1,"Version":5,"Level":4,"Task":1,"Opcode":0,"Keywords":"0x8000000000000000","TimeCreated":{"#attributes":{"SystemTime":"2024-05-21T09:14:37.402117Z"}},"EventRecordID":83237,"Correlation":null,"Execution":{"#attributes":{"ProcessID":3208,"ThreadID":1724}},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"ws7","Security":{"#attributes":{"UserID":"S-1-5-18"}}},"EventData":{"RuleName":"-","UtcTime":"2024-05-21 09:14:37.079","ProcessGuid":"0197231E-C424-69E1-C922-000000000800","ProcessId":15596,"Image":"C:\\Windows\\System32\\whoami.exe","FileVersion":"10.0","Description":"whoami","Product":"Windows","Company":"Microsoft","OriginalFileName":"whoami.exe","CommandLine":"whoami /all","CurrentDirectory":"C:\\","User":"CONTOSO\\eve","LogonGuid":"0197231E-C424-69E1-C922-000000000900","LogonId":"0x3e7","TerminalSessionId":1,"IntegrityLevel":"High","Hashes":"MD5=00","ParentProcessGuid":"0197231E-C424-69E1-C922-000000000700","ParentProcessId":1234,"ParentImage":"C:\\Windows\\explorer.exe","ParentCommandLine":"explorer","ParentUser":"CONTOSO\\eve"}}}`},
		{"nxlog", `{"EventTime":"2024-05-21 05:14:37","Hostname":"CA01.contoso.local","Keywords":-9214364837600034816,"EventType":"AUDIT_SUCCESS","SeverityValue":2,"Severity":"INFO","EventID":4663,"SourceName":"Microsoft-Windows-Security-Auditing","ProviderGuid":"{54849625-5478-4994-A5BA-3E3B0328C30D}","Version":1,"Task":12800,"OpcodeValue":0,"RecordNumber":7731204,"ExecutionProcessID":4,"ThreadID":5120,"Channel":"Security","Message":"An attempt was made to access an object.","Category":"File System","Opcode":"Info","SubjectUserSid":"S-1-5-21-1-2-3-1104","SubjectUserName":"dadmin","SubjectDomainName":"CONTOSO","SubjectLogonId":"0x1a2b3c","ObjectServer":"Security","ObjectType":"File","ObjectName":"C:\\secret","HandleId":"0x25c0","AccessList":"%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t","AccessMask":"0x120000","ProcessId":"0x378","ProcessName":"C:\\x.exe","ResourceAttributes":"-","EventReceivedTime":"2024-05-21 05:14:37","SourceModuleName":"eventlog","SourceModuleType":"im_msvistalog","@timestamp":"2024-05-21T09:14:38.402Z"}`},
		{"flat", `{"Channel":"Security","EventID":5059,"Provider_Name":"Microsoft-Windows-Security-Auditing","Computer":"CA01","TimeCreated":"2024-05-21T09:14:37.4021173Z","SubjectUserSid":"S-1-5-18","SubjectUserName":"CA01$","KeyType":"%%2499","Operation":"%%2464","ReturnCode":"0x0"}`},
	} {
		b.Run("dialect="+bench.dialect, func(b *testing.B) {
			var fields event.Fields
			for rec := range jsonl.Records(b.Context(), bytes.NewReader([]byte(bench.in)), "bench") {
				fields = rec.Fields
			}
			benchmarkEvent(b, fields)
		})
	}
	b.Run("dialect=winevent", func(b *testing.B) { benchmarkEvent(b, keyRecord().Fields) })
}

func benchmarkEvent(b *testing.B, fields event.Fields) {
	n := normalize.New()
	scratch := slices.Clone(fields)
	b.ReportAllocs()
	for b.Loop() {
		copy(scratch, fields)
		if _, err := n.Event(&event.Record{Fields: scratch}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
