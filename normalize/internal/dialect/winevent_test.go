package dialect_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

func TestWinevent(t *testing.T) {
	const system = `<System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{54849625-5478-4994-a5ba-3e3b0328c30d}"/><EventID>5059</EventID><Version>1</Version>
		<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="2024-05-21T09:14:37.402117300Z"/><EventRecordID>7</EventRecordID>
		<Correlation/><Channel>Security</Channel><Computer>CA01</Computer><Security/></System>`
	const systemFields = `Security | Microsoft-Windows-Security-Auditing | 5059 | v1 | #7 | CA01 | 2024-05-21T09:14:37.4021173Z
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			system Provider_Guid guid "{54849625-5478-4994-a5ba-3e3b0328c30d}" = {54849625-5478-4994-A5BA-3E3B0328C30D}
			system EventID uint "5059"
			system Version uint "1"
			system Keywords hex "0x8020000000000000" = 0x8020000000000000 Audit Success
			system TimeCreated time "2024-05-21T09:14:37.402117300Z"
			system EventRecordID uint "7"
			system Channel text "Security"
			system Computer text "CA01"`
	tests := []struct{ name, in, want string }{
		{"key event", `<EventData><Data Name="SubjectUserSid">S-1-5-18</Data><Data Name="SubjectLogonId">0x3e7</Data><Data Name="ClientProcessId">4912</Data>
			<Data Name="ClientCreationTime">2024-05-21T09:14:35.118402600Z</Data><Data Name="ProviderName">Microsoft Software Key Storage Provider</Data>
			<Data Name="AlgorithmName">%%2432</Data><Data Name="KeyName"></Data><Data Name="KeyType">%%2499</Data><Data Name="Operation">%%2465</Data><Data Name="ReturnCode">0x0</Data></EventData>`, `
			eventdata SubjectUserSid sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			eventdata SubjectLogonId hex "0x3e7"
			eventdata ClientProcessId uint "4912"
			eventdata ClientCreationTime time "2024-05-21T09:14:35.118402600Z"
			eventdata ProviderName text "Microsoft Software Key Storage Provider"
			eventdata AlgorithmName text "%%2432" = %%2432 Not Available.
			eventdata KeyName text ""
			eventdata KeyType text "%%2499" = %%2499 Machine key.
			eventdata Operation text "%%2465" = %%2465 Import of persistent cryptographic key.
			eventdata ReturnCode hex "0x0" = 0x0 ERROR_SUCCESS`},
		{"EventData that looks like System", `<EventData><Data Name="EventID">1</Data><Data Name="Channel">Application</Data><Data Name="Computer">x</Data><Data Name="TimeCreated">2001-01-01T00:00:00Z</Data></EventData>`, `
			eventdata EventID uint "1"
			eventdata Channel text "Application"
			eventdata Computer text "x"
			eventdata TimeCreated time "2001-01-01T00:00:00Z"`},
		{"words", `<EventData/><RenderingInfo Culture="en-US"><Message>%%2499</Message><Channel>Elsewhere</Channel></RenderingInfo>`, `
			rendering RenderingInfo.Culture text "en-US"
			rendering Message text "%%2499"
			rendering RenderedChannel text "Elsewhere"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			xml := strings.NewReader("<Event>" + system + test.in + "</Event>")
			for ev, err := range normalize.New().Events(winxml.Records(t.Context(), xml, "test")) {
				if err != nil {
					t.Fatal(err)
				}
				checkShown(t, ev, systemFields+test.want)
			}
		})
	}
}
