package windows_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

func TestReadMessage(t *testing.T) {
	tests := []struct {
		name string
		id   uint32
		text string
		want string
	}{
		{"sections", 0, "A kernel-mode cryptographic self test was performed.\r\n\r\nModule:\tksecdd.sys\r\n\r\nReturn Code:\t0x0", "5062 Module=ksecdd.sys ReturnCode=0x0"},
		{"the same label twice", 4688, "x\n\nCreator Subject:\n\tAccount Name:\ta\n\nTarget Subject:\n\tAccount Name:\tb", "4688 SubjectUserName=a TargetUserName=b"},
		{"direction marks", 5059, "x\n\nProcess Information:\n\tProcess Creation Time:\t\u200e2024\u200e-05", "5059 ClientCreationTime=2024-05"},
		{"Japanese", 0, "キーの移行操作。\n\n暗号化パラメータ:\n\tプロバイダ名:\tP\n\tキータイプ：\tユーザーキー。", "5059 ProviderName=P KeyType=ユーザーキー。"},
		{"one line", 0, "Key migration operation.    Subject:   Account Name:  a b   Account Domain:  D    Additional Information:   Operation: O.   Return Code: 0x0",
			"5059 SubjectUserName=a b SubjectDomainName=D Operation=O. ReturnCode=0x0"},
		{"one line with a note", 4688, "x  Process Information:   Process Command Line: a  This event is generated b  This event is generated when c.", "4688 CommandLine=a  This event is generated b"},
		{"the order of the text", 4648, "x  Subject:   Account Name: a   Account Domain: A   Logon GUID: {1}  Account Whose Credentials Were Used:   Account Name:  u   Account Domain:  D   Logon GUID:  {0}",
			"4648 SubjectUserName=a SubjectDomainName=A LogonGuid={1} TargetUserName=u TargetDomainName=D TargetLogonGuid={0}"},
		{"a domain on one line", 1102, "x  Subject:   Account Name: u   Domain Name: D   Logon ID: 0x1", "1102 SubjectUserName=u SubjectDomainName=D SubjectLogonId=0x1"},
		{"groups", 0, "Group membership information.\r\n\r\nSubject:\r\n\tSecurity ID:\t\tS-1-0-0\r\n\tLogon ID:\t\t0x0\r\n\r\nLogon Type:\t\t\t3\r\n\r\nNew Logon:\r\n\tSecurity ID:\t\tC\\u\r\n\tLogon ID:\t\t0x5\r\n\r\n" +
			"Event in sequence:\t\t1 of 1\r\n\r\nGroup Membership:\t\t\t\r\n\t\tC\\Domain Users\r\n\t\tEveryone\r\n\r\nThe subject fields indicate the account that asked.\r\n",
			"4627 SubjectUserSid=S-1-0-0 SubjectLogonId=0x0 LogonType=3 TargetUserSid=C\\u TargetLogonId=0x5 =1 of 1 GroupMembership=\nC\\Domain Users\nEveryone"},
		{"groups on one line", 0, "Group membership information.  Subject:   Security ID:  S-1-0-0   Account Name:  -   Account Domain:  -   Logon ID:  0x0  Logon Type:   3  New Logon:   Security ID:  S-1-5-18   Account Name:  u   Account Domain:  C   Logon ID:  0x5  " +
			"Event in sequence:  1 of 1  Group Membership:     C\\Domain Users   Everyone  The subject fields indicate the account that asked.",
			"4627 SubjectUserSid=S-1-0-0 SubjectUserName=- SubjectDomainName=- SubjectLogonId=0x0 LogonType=3 TargetUserSid=S-1-5-18 TargetUserName=u TargetDomainName=C TargetLogonId=0x5 =1 of 1 GroupMembership=C\\Domain Users   Everyone"},
		{"a logon process", 0, "A trusted logon process has been registered with the Local Security Authority.\nThis logon process will be trusted.\n\nSubject:\n\tAccount Name:\tCA01$\n\nLogon Process Name:\t\tWinlogon", "4611 SubjectUserName=CA01$ LogonProcessName=Winlogon"},
		{"boot configuration", 0, "Boot Configuration Data loaded.\n\nSubject:\n\tSecurity ID:\tS-1-5-18\n\nGeneral Settings:\n\tLoad Options:\t\t-\n\tSystem Event Logging:\tNo\n\nSignature Settings:\n\tTest Signing:\t\tYes\n\nHyperVisor Settings:\n\tHyperVisor Load Options:\tx\n\tHyperVisor Launch Type:\tOff",
			"4826 SubjectUserSid=S-1-5-18 LoadOptions=- RemoteEventLogging=No TestSigning=Yes HypervisorLoadOptions=x HypervisorLaunchType=Off"},
		{"boot configuration on one line", 4826, "x  General Settings:   Load Options:  a   Advanced Options:  No  Signature Settings:   Test Signing:  No  HyperVisor Settings:   HyperVisor Load Options: b   HyperVisor Debugging:  No",
			"4826 LoadOptions=a AdvancedOptions=No TestSigning=No HypervisorLoadOptions=b HypervisorDebug=No"},
		{"credentials", 0, "Credential Manager credentials were read.\r\n\r\nSubject:\r\n\tAccount Name:\t\tbob\r\n\tRead Operation:\t\tEnumerate Credentials\r\n\r\nThis event occurs when a user reads.", "5379 SubjectUserName=bob ReadOperation=Enumerate Credentials"},
		{"quotation marks", 1, "\"Process Create:\nCommandLine: a \"b\"\"", "1 =a \"b\""},
		{"a quotation mark at the end", 1, "Process Create:\nCommandLine: a \"b\"", "1 =a \"b\""},
		{"unknown event", 1, "Process Create:\nImage: C:\\x.exe", "1 =C:\\x.exe"},
		{"nothing", 0, "", "0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id, lines := windows.ReadMessage(test.id, test.text)
			got := fmt.Sprint(id)
			for _, l := range lines {
				if l.Value != "" {
					got += " " + l.Field + "=" + l.Value
				}
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A number means something in the field of its own only.
func TestNumbersMeanWhatTheirFieldSays(t *testing.T) {
	security := func(id uint32) event.Class {
		return event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: id}
	}
	text := event.TextValue
	tests := []struct {
		class event.Class
		field string
		value event.Value
		want  string
	}{
		{security(4624), "LogonType", event.UintValue(3), "3 Network"},
		{security(4624), "LogonType", text("Network"), "3 Network"},
		{security(4624), "KeyLength", event.UintValue(3), ""},
		{event.Class{Channel: "system", EventID: 4624}, "LogonType", event.UintValue(3), ""},
		{security(4771), "Status", event.HexValue(0x18), "0x18 KDC_ERR_PREAUTH_FAILED"},
		{security(4776), "Status", event.HexValue(0xC000006A), "0xC000006A STATUS_WRONG_PASSWORD"},
		{security(4776), "Status", event.HexValue(0x18), ""},
		{security(4769), "TicketEncryptionType", event.HexValue(0x17), "0x17 RC4-HMAC"},
		{security(4688), "MandatoryLabel", text("S-1-16-12288"), `S-1-16-12288 Mandatory Label\High Mandatory Level`},
		{security(4688), "MandatoryLabel", text(`Mandatory Label\High Mandatory Level`), `S-1-16-12288 Mandatory Label\High Mandatory Level`},
		{security(4657), "OperationType", text("Registry value deleted"), "%%1906 Registry value deleted"},
		{security(5136), "OperationType", text("Value Added"), "%%14674 Value Added"},
		{security(4657), "NewValueType", text("REG_DWORD"), "%%1876 REG_DWORD"},
		{security(4657), "OldValueType", text("REG_SZ"), "%%1873 REG_SZ"},
		{security(4663), "AccessList", text("WriteData (or AddFile)"), "%%4417 WriteData (or AddFile)"},
		{security(4663), "AccessList", text("DELETE\r\n\t\tfoo\r\n\t\tReadEA\r\n"), "%%1537\r\n\t\tfoo\r\n\t\t%%4419\r\n DELETE\r\n\t\tfoo\r\n\t\tReadEA"},
		{security(4663), "AccessList", text("foo\nbar"), ""},
		{security(4738), "SidHistory", text("<value not set>"), "%%1793 <value not set>"},
		{security(4719), "CategoryId", text("Logon/Logoff"), "%%8273 Logon/Logoff"},
		{security(4719), "SubcategoryId", text("Logon"), "%%12544 Logon"},
		{security(4720), "UserAccountControl", text("\n\t\tAccount Disabled"), "%%2080 \n\t\tAccount Disabled"},
		{security(4688), "SubjectUserSid", text(`NT AUTHORITY\SYSTEM`), `S-1-5-18 NT AUTHORITY\SYSTEM`},
		{security(4688), "SubjectUserSid", text(`CONTOSO\SYSTEM`), ""},
		{security(5059), "Keywords", event.HexValue(0x8010000000000000), "0x8010000000000000 Audit Failure"},
		{security(5059), "Keywords", text("監査の成功"), "0x8020000000000000 Audit Success"},
		{event.Class{Channel: "application", EventID: 1}, "Keywords", event.HexValue(0x8020000000000000), ""},
	}
	for _, test := range tests {
		got := ""
		if m := windows.Meaning(test.class, test.field, test.value); m != nil {
			got = strings.TrimSpace(m.Code + " " + m.Text)
		}
		if got != test.want {
			t.Errorf("%s %q of %d: %q, want %q", test.field, test.value.Raw(), test.class.EventID, got, test.want)
		}
	}
}
