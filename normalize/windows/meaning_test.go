package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

var (
	keyMigration = event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: 5059}
	logon        = event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: 4625}
	exit         = event.Class{Provider: "microsoft-windows-security-auditing", EventID: 4689}
	service      = event.Class{Channel: "system", Provider: "service control manager", EventID: 7023}
)

func parsed(t *testing.T, k event.Kind, raw string) event.Value {
	t.Helper()
	v, ok := event.Parse(k, raw)
	if !ok {
		t.Fatalf("%q is no %v", raw, k)
	}
	return v
}

func TestMeaning(t *testing.T) {
	text := event.TextValue
	tests := []struct {
		name  string
		class event.Class
		field string
		value event.Value
		code  string // "" for none
		text  string
	}{
		{"token", keyMigration, "KeyType", text("%%2499"), "%%2499", "Machine key."},
		{"token in any field", logon, "FailureReason", text("%%2313"), "%%2313", "Unknown user name or bad password."},
		{"token of nobody knows whom", event.Class{}, "Odd", text("%%1538"), "%%1538", "READ_CONTROL"},
		{"token by provider alone", event.Class{Provider: keyMigration.Provider}, "KeyType", text("%%2499"), "%%2499", "Machine key."},
		{"token of another provider", event.Class{Channel: "system", Provider: "x"}, "param1", text("%%1603"), "", ""},
		{"error of a service", service, "param2", text("%%1053"), "%%1053", "ERROR_SERVICE_REQUEST_TIMEOUT"},
		{"unknown token", keyMigration, "KeyType", text("%%1"), "", ""},
		{"list", logon, "AccessList", text("%%1538\r\n\t\t%%1541"), "%%1538\r\n\t\t%%1541", "READ_CONTROL\r\n\t\tSYNCHRONIZE"},
		{"a percent sign", keyMigration, "KeyName", text("%TEMP%"), "", ""},
		{"blank", keyMigration, "KeyType", text(" \t"), "", ""},
		{"empty", keyMigration, "KeyType", text(""), "", ""},
		{"null", keyMigration, "KeyType", event.Value{}, "", ""},

		{"text", keyMigration, "Operation", text("Export of persistent cryptographic key."), "%%2464", "Export of persistent cryptographic key."},
		{"text of a logon", logon, "FailureReason", text("Unknown user name or bad password."), "%%2313", "Unknown user name or bad password."},
		{"text of a level", logon, "ImpersonationLevel", text("Impersonation"), "%%1833", "Impersonation"},
		{"text that several groups have", logon, "ElevatedToken", text("Yes"), "%%1842", "Yes"},
		{"text of another group", logon, "ImpersonationLevel", text("Yes"), "", ""},
		{"texts", logon, "AuditPolicyChanges", text("Success removed, Failure removed"), "%%8448, %%8450", "Success removed, Failure removed"},
		{"texts, one unknown", logon, "AuditPolicyChanges", text("Success removed, x"), "", ""},
		{"text, field in another case", keyMigration, "keytype", text("user key"), "%%2500", "User key."},
		{"text in Japanese", keyMigration, "KeyType", text("ユーザーキー。"), "%%2500", "User key."},
		{"text without a class", event.Class{}, "KeyType", text("Machine key."), "%%2499", "Machine key."},
		{"text of another event", logon, "KeyType", text("Machine key."), "", ""},
		{"text in another field", keyMigration, "KeyName", text("Machine key."), "", ""},
		{"reason", event.Class{Channel: "security", EventID: 5060}, "Reason", text("Key export checks failed."), "%%2449", "Key export checks failed."},
		{"access to a process", event.Class{Provider: "microsoft-windows-sysmon", EventID: 10}, "GrantedAccess", text("0x1410"), "0x1410",
			"PROCESS_VM_READ, PROCESS_QUERY_INFORMATION, PROCESS_QUERY_LIMITED_INFORMATION"},
		{"all access to a process", event.Class{Provider: "microsoft-windows-sysmon", EventID: 10}, "GrantedAccess", text("0x1fffff"), "0x1fffff", "PROCESS_ALL_ACCESS"},
		{"class of the directory", event.Class{Channel: "security", EventID: 4662}, "ObjectType", text("%{bf967aba-0de6-11d0-a285-00aa003049e2}"),
			"%{bf967aba-0de6-11d0-a285-00aa003049e2}", "user"},
		{"class by its name", event.Class{Channel: "security", EventID: 4662}, "ObjectType", text("domainDNS"),
			"%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", "domainDNS"},
		{"type of another object", event.Class{Channel: "security", EventID: 4656}, "ObjectType", text("user"), "", ""},
		{"rights to the directory", event.Class{Channel: "security", EventID: 4662}, "Properties",
			text("%%7688\r\n\t\t{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}\r\n\t{00000000-0000-0000-0000-000000000000}"),
			"%%7688\r\n\t\t{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}\r\n\t{00000000-0000-0000-0000-000000000000}",
			"Control Access\r\n\t\tDS-Replication-Get-Changes-All\r\n\t{00000000-0000-0000-0000-000000000000}"},
		{"account control", event.Class{Channel: "security", EventID: 4738}, "NewUacValue", text("0x15"), "0x15",
			"USER_ACCOUNT_DISABLED, USER_PASSWORD_NOT_REQUIRED, USER_NORMAL_ACCOUNT"},
		{"no account control", event.Class{Channel: "security", EventID: 4738}, "NewUacValue", text("0x0"), "", ""},
		{"ticket options", event.Class{Channel: "security", EventID: 4769}, "TicketOptions", text("0x40810010"), "0x40810010",
			"Renewable-ok, Name-canonicalize, Renewable, Forwardable"},
		{"token elevation", event.Class{Channel: "security", EventID: 4688}, "TokenElevationType", text("TokenElevationTypeFull (2)"), "%%1937", "TokenElevationTypeFull (2)"},
		{"integrity in a word", event.Class{Channel: "microsoft-windows-sysmon/operational", EventID: 1}, "IntegrityLevel", text("High"), "S-1-16-12288", "High"},
		{"integrity as a SID", event.Class{Channel: "microsoft-windows-sysmon/operational", EventID: 1}, "IntegrityLevel", text("S-1-16-16384"), "S-1-16-16384", "System"},
		{"algorithm", keyMigration, "AlgorithmName", text("RSA"), "", ""},
		{"algorithm not available", keyMigration, "AlgorithmName", text("Not Available."), "%%2432", "Not Available."},
		{"algorithm that is also an IPsec text", keyMigration, "AlgorithmName", text("AES-128"), "", ""},
		{"provider", keyMigration, "ProviderName", text("Microsoft Software Key Storage Provider"), "", ""},
		{"provider in Japanese", keyMigration, "ProviderName", text("Microsoft ソフトウェア キー ストレージ プロバイダー"), "Microsoft Software Key Storage Provider", "Microsoft Software Key Storage Provider"},

		{"success", keyMigration, "ReturnCode", parsed(t, event.Hex, "0x0"), "0x0", "ERROR_SUCCESS"},
		{"success as a number", keyMigration, "ReturnCode", event.UintValue(0), "0x0", "ERROR_SUCCESS"},
		{"code", keyMigration, "ReturnCode", parsed(t, event.Hex, "0x80090016"), "0x80090016", "NTE_BAD_KEYSET"},
		{"code in upper case", keyMigration, "ReturnCode", text("0X8009000A"), "0x8009000A", "NTE_BAD_TYPE"},
		{"code as a number", keyMigration, "ReturnCode", event.UintValue(2148073494), "0x80090016", "NTE_BAD_KEYSET"},
		{"code as a signed number", keyMigration, "ReturnCode", event.IntValue(-2146893802), "0x80090016", "NTE_BAD_KEYSET"},
		{"code as decimal text", keyMigration, "ReturnCode", text("2148073494"), "0x80090016", "NTE_BAD_KEYSET"},
		{"code as signed text", keyMigration, "ReturnCode", text("-2146893802"), "0x80090016", "NTE_BAD_KEYSET"},
		{"symbol", keyMigration, "ReturnCode", text("NTE_BAD_KEYSET"), "0x80090016", "NTE_BAD_KEYSET"},
		{"unknown code", keyMigration, "ReturnCode", text("0x80091234"), "", ""},
		{"code beyond 32 bits", keyMigration, "ReturnCode", event.UintValue(1 << 32), "", ""},
		{"text that is no code", keyMigration, "ReturnCode", text("0xzz"), "", ""},
		{"failure of a logon", logon, "Status", parsed(t, event.Hex, "0xc0000022"), "0xC0000022", "STATUS_ACCESS_DENIED"},
		{"Kerberos status", event.Class{Channel: "security", EventID: 4769}, "Status", text("0x7"), "0x7", "KDC_ERR_S_PRINCIPAL_UNKNOWN"},
		{"NTSTATUS", logon, "Status", text("0xc000010b"), "0xC000010B", "STATUS_INVALID_LOGON_TYPE"},
		{"success of a logon", logon, "SubStatus", text("0x0"), "0x0", "STATUS_SUCCESS"},
		{"Win32 error in an HRESULT", logon, "ErrorCode", text("0x80070522"), "0x80070522", "HRESULT_FROM_WIN32(ERROR_PRIVILEGE_NOT_HELD)"},
		{"NTSTATUS in an HRESULT", exit, "Status", text("0xd00002fe"), "0xD00002FE", "HRESULT_FROM_NT(STATUS_SHUTDOWN_IN_PROGRESS)"},
		{"exit of a killed process", exit, "Status", text("0x40010004"), "0x40010004", "DBG_TERMINATE_PROCESS"},
		{"exit with an error", exit, "Status", text("0x42b"), "0x42B", "ERROR_PROCESS_ABORTED"},
		{"exit with a number of the program's own", exit, "Status", text("0x1"), "", ""},
		{"DNS", event.Class{Provider: "microsoft-windows-sysmon", EventID: 22}, "QueryStatus", text("9003"), "0x232B", "DNS_ERROR_RCODE_NAME_ERROR"},
		{"WMI", event.Class{Provider: "microsoft-windows-wmi-activity", EventID: 5858}, "ResultCode", text("0x80041003"), "0x80041003", "WBEM_E_ACCESS_DENIED"},
		{"BITS", event.Class{Provider: "microsoft-windows-bits-client", EventID: 61}, "hr", event.UintValue(2147954407), "0x80072EE7", "WININET_E_NAME_NOT_RESOLVED"},
		{"low return code elsewhere", logon, "ReturnCode", text("0x5"), "", ""},
		{"service by its SID", logon, "SubjectUserSid", text("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"),
			"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", `NT SERVICE\TrustedInstaller`},
		{"application pool by its SID", logon, "TargetUserSid", text("S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"),
			"S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415", `IIS APPPOOL\DefaultAppPool`},
		{"account of a session", logon, "TargetUserSid", text("S-1-5-90-0-12"), "S-1-5-90-0-12", `Window Manager\DWM-12`},
		{"no account of a session", logon, "TargetUserSid", text("S-1-5-90-0-x"), "", ""},
		{"any field called so", logon, "ServiceSid", text("S-1-0-0"), "S-1-0-0", "NULL SID"},
		{"person", logon, "TargetUserSid", text("S-1-5-21-1-2-3-1104"), "", ""},
		{"group as an object", event.Class{Channel: "security", EventID: 4661}, "ObjectName", text("S-1-5-32-544"), "S-1-5-32-544", `BUILTIN\Administrators`},
		{"object that is called like a group", event.Class{Channel: "security", EventID: 4661}, "ObjectName", text("Administrators"), "", ""},
		{"trust", event.Class{Channel: "security", EventID: 4706}, "TdoAttributes", text("8"), "0x8", "TRUST_ATTRIBUTE_FOREST_TRANSITIVE"},
		{"protocol", event.Class{Channel: "security", EventID: 5156}, "Protocol", event.UintValue(6), "6", "TCP"},
		{"address", logon, "IpAddress", text("0xc0000022"), "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := windows.Meaning(test.class, test.field, test.value)
			if m == nil {
				m = &event.Meaning{}
			}
			if m.Code != test.code || m.Text != test.text {
				t.Errorf("got %q %q, want %q %q", m.Code, m.Text, test.code, test.text)
			}
		})
	}
}

func TestMeaningAllocates(t *testing.T) {
	values := map[string]event.Value{
		"KeyType":    event.TextValue("%%2499"),
		"Operation":  event.TextValue("Export of persistent cryptographic key."),
		"ReturnCode": event.UintValue(2148073494),
		"KeyName":    event.TextValue("Contoso Issuing CA 1"),
	}
	for field, v := range values {
		if n := testing.AllocsPerRun(100, func() { windows.Meaning(keyMigration, field, v) }); n != 0 {
			t.Errorf("%s: %v allocations", field, n)
		}
	}
}

func BenchmarkMeaning(b *testing.B) {
	for _, bench := range []struct {
		name, field string
		value       event.Value
	}{
		{"token", "KeyType", event.TextValue("%%2499")},
		{"none", "SubjectUserName", event.TextValue("dadmin")},
		{"algorithm", "AlgorithmName", event.TextValue("ECDSA_P256")},
		{"code", "ReturnCode", event.HexValue(0x80090016)},
		{"list", "AccessList", event.TextValue("%%1538\r\n\t\t\t\t%%1541\r\n\t\t\t\t%%4416\r\n\t\t\t\t%%4419\r\n\t\t\t\t%%4423\r\n\t\t\t\t")},
	} {
		b.Run("value="+bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				windows.Meaning(keyMigration, bench.field, bench.value)
			}
		})
	}
}
