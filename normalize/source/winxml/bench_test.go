package winxml_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/winxml"
)

func BenchmarkRecords(b *testing.B) {
	var log bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&log, `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' `+
			`Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/><EventID>5059</EventID><Version>1</Version><Level>0</Level><Task>12292</Task><Opcode>0</Opcode>`+
			`<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-05-21T09:14:37.0119042Z'/><EventRecordID>%d</EventRecordID><Correlation/>`+
			`<Execution ProcessID='744' ThreadID='5120'/><Channel>Security</Channel><Computer>CA01.example.org</Computer><Security/></System><EventData>`+
			`<Data Name='SubjectUserSid'>S-1-5-21-1-2-3-1104</Data><Data Name='SubjectUserName'>alice</Data><Data Name='SubjectDomainName'>EXAMPLE</Data>`+
			`<Data Name='SubjectLogonId'>0x1a2b3c</Data><Data Name='ClientProcessId'>%d</Data><Data Name='ClientCreationTime'>2026-05-21T09:14:35.1184026Z</Data>`+
			`<Data Name='ProviderName'>Microsoft Software Key Storage Provider</Data><Data Name='AlgorithmName'>RSA</Data><Data Name='KeyName'>R&amp;D issuing CA</Data>`+
			`<Data Name='KeyType'>%%%%2499</Data><Data Name='Operation'>%%%%2464</Data><Data Name='ReturnCode'>0x0</Data></EventData></Event>`+"\r\n", i, 4*i)
	}
	b.SetBytes(int64(log.Len()))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range winxml.Records(context.Background(), bytes.NewReader(log.Bytes()), "bench") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}
