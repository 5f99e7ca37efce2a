package exprlang_test

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/ir"
)

const person = "S-1-5-21-1-2-3-1104"

// What expressions mean, over events with values absent, empty, null, several,
// of two faces, numbers as text.
func TestMeaning(t *testing.T) {
	at := time.Date(2024, 2, 3, 19, 5, 6, 0, time.UTC)
	event := map[string]any{
		"EventID": 5059, "Version": "1", "Level": 0, "ProcessId": 4912, "ParentProcessId": "0x1330", "Float": 1.5,
		"Image": `C:\Windows\cmd.exe`, "CommandLine": "cmd -enc AAA -E x", "OriginalFileName": "cmd.exe", "KeyName": "", "Blank": "a  ",
		"Operation": "%%2464", "KeyType": "Machine key.", "ReturnCode": "0x80090029", "Status": -2146893783, "Signed": "true", "IsBool": true,
		"SubjectUserSid": person, "SubjectUserName": "dadmin", "Computer": "CA01.contoso.local", "IpAddress": "::ffff:10.1.2.3",
		"Null": nil, "Several": []any{"one", "Two", 3}, "SeveralWithNull": []any{"one", nil}, "Keywords": uint64(0x8020000000000000),
		"UtcTime": "2024-02-03 19:05:06.789", "TimeCreated": at, "ClientCreationTime": at.Add(-5 * time.Second), "NewTime": "2024-02-03 19:05:06", "Wide": "Straße K",
	}
	tests := []struct {
		expr string
		want bool
	}{
		// An absent field makes every comparison false.
		{`event["No"] == "x"`, false},
		{`event["No"] != "x"`, false},
		{`not (event["No"] == "x")`, true},
		{`event["No"] not in ["x"]`, true},
		{`event["No"] contains ""`, false},
		{`event["No"] < 5 or event["No"] >= 5`, false},
		{`lower(event["No"]) == "x" or lower(event["No"]) != "x"`, false},
		{`lower(event["No"]) != lower(Image)`, false},
		{`lower(Image) != lower(event["No"])`, false},
		{`event["No"] == Image or event["No"] != Image`, false},
		{`event["No"] == event["Neither"]`, false},
		{`len(event["No"]) >= 0`, false},
		{`event["No"]`, false},
		{`not event["No"]`, true},
		{`event["No"] + 1 < 5`, false},
		{`equalsFold(event["No"], "") or containsFold(event["No"], "")`, false},
		{`event["No"] == nil and event["Null"] == nil and not (KeyName == nil)`, true},
		{`event["No"] != nil or event["Null"] != nil`, false},
		{`exists(event["No"])`, false},
		{`exists(event["Null"]) and exists(KeyName)`, true},
		{`event["Null"] == "" or event["Null"] == "null" or event["Null"] != "x"`, false},
		{`lower(event["Null"]) == ""`, false},
		{`(event["No"] ?? "none") == "none"`, true},
		{`(KeyName ?? "none") == ""`, true},
		{`(event["No"] ?? event["Null"] ?? Image) endsWith "cmd.exe"`, true},
		{`lower(event["No"] ?? "NONE") == "none"`, true},
		{`KeyName == "" and KeyName != "x"`, true},

		// Both faces, in either direction, and a negation sees both.
		{`Operation == "Export of persistent cryptographic key."`, true},
		{`Operation == "%%2464"`, true},
		{`Operation != "%%2464" or Operation != "Export of persistent cryptographic key."`, false},
		{`Operation startsWith "Export" and Operation contains "2464"`, true},
		{`lower(Operation) == "export of persistent cryptographic key." and lower(Operation) == "%%2464"`, true},
		{`lower(Operation) != "%%2464"`, false},
		{`(EventID == 5059 ? Operation : KeyType) == "%%2464"`, true},
		{`KeyType == "Machine key."`, true},

		// Text is compared with case, blanks at the end of the event's value do not count.
		{`Image == "c:\\windows\\cmd.exe"`, false},
		{`equalsFold(Image, "c:\\windows\\CMD.exe") and endsWithFold(Image, "CMD.EXE") and containsFold(Image, "WINDOWS") and startsWithFold(Image, "c:")`, true},
		{`equalsFold(event["Wide"], "STRAßE \u212a")`, true},
		{`equalsFold(trim(event["Wide"]), "STRAßE \u212a") and containsFold(trim(event["Wide"]), "k")`, true},
		{`event["Blank"] == "a"`, true},
		{`"a" == event["Blank"]`, true},
		{`Image endsWith OriginalFileName and Image contains OriginalFileName`, true},
		{`Image startsWith OriginalFileName`, false},
		{`OriginalFileName in Image`, false},

		// Numbers, and numbers as text.
		{`EventID == 5059 and EventID == "5059" and 5059 == EventID`, true},
		{`Version == 1 and Version == "1" and Version < 2 and Version >= 1`, true},
		{`EventID in 5000..5100 and EventID not in [1, 2]`, true},
		{`5000 < EventID <= 5059`, true},
		{`event["Float"] == 1.5 and event["Float"] > 1 and event["Float"] < 1.6`, true},
		{`EventID == 5059.0`, true},
		{`Level == 0 and Level != 1`, true},
		{`Version + 1 == 2 and EventID - Version == 5058 and -Version == -1`, true},
		{`Image < 5 or Image > 5 or Image + 1 > 0`, false},
		{`Version < EventID`, true},
		{`UtcTime > "2024-01" and UtcTime < "2024-03"`, true},
		{`ParentProcessId == 4912 and ParentProcessId == "0x1330"`, true},
		{`ParentProcessId > 100 and ParentProcessId < 0x1331 and 4912 <= ParentProcessId`, true},
		{`ParentProcessId > 4912 or ParentProcessId < 0x1330`, false},
		{`ReturnCode > 0x80090028 and event["Keywords"] > 1`, true},
		{`toInt(ParentProcessId) > 1 and toInt(ParentProcessId) == ProcessId`, true},
		{`ProcessId + 0 == ParentProcessId`, true},
		{`toUint(ReturnCode) == 0x80090029 and toUint(event["Status"]) == 0x80090029 and toInt(event["Status"]) < 0`, true},
		{`toUint(ReturnCode) in [0x80090029, 1]`, true},
		{`toInt(Image) == 0 or toInt(event["No"]) == 0 or toInt(trim(Image)) == 0`, false},
		{`toInt(trim("  12 ")) == 12 and toInt("0xFf") == 255 and toInt(1.0) == 1`, true},
		{`bitand(toUint(event["Keywords"]), 0x20000000000000) != 0`, true},
		{`bitand(toInt(Version), 3) == 1`, true},

		// Several values: any of them; != says none.
		{`event["Several"] == "one" and event["Several"] == "Two" and event["Several"] == 3`, true},
		{`event["Several"] != "one"`, false},
		{`event["Several"] != "four"`, true},
		{`lower(event["Several"]) == "two" and len(event["Several"]) == 1`, true},
		{`"Two" in event["Several"]`, true},
		{`event["SeveralWithNull"] == "one" and event["SeveralWithNull"] == nil`, true},

		// Truth.
		{`Signed and Signed == true and Signed != false`, true},
		{`event["IsBool"] and event["IsBool"] == true`, true},
		{`(EventID == 5059) == (Level == 0)`, true},
		{`(EventID == 5059) == (Level == 1)`, false},
		{`(EventID == 5059 and Level == 1) == false`, true},
		{`if EventID == 5059 { Level == 0 } else { true }`, true},
		{`EventID == 1 ? true : false`, false},

		// Lists and predicates.
		{`any(["-dec ", "-enc "], CommandLine contains #)`, true},
		{`all(["-E ", "-enc "], CommandLine contains #)`, true},
		{`none(["-x", "-y"], CommandLine contains #)`, true},
		{`one(["-E ", "-enc "], CommandLine contains #)`, false},
		{`count(["-E ", "-enc ", "zzz"], CommandLine contains #) == 2`, true},
		{`any([1, 2], {# == Version})`, true},
		{`any(split(CommandLine, " "), # == "-enc") and not any(split(CommandLine, " "), # == "-en")`, true},
		{`len(split(CommandLine, " ")) == 5 and split(CommandLine, " ")[1] == "-enc"`, true},
		{`count(split(CommandLine, " "), # startsWith "-") >= 2`, true},
		{`split(CommandLine, " ")[99] == "x"`, false},

		// Functions.
		{"glob(Image, `c:\\\\*\\cmd.ex?`)", true},
		{`glob(Image, "*WINDOWS*") and glob(lower(Image), "*WINDOWS*") and not glob(Image, "cmd.exe") and not glob(lower(Image), "cmd.exe")`, true},
		{`glob(event["Several"], "x", "t*")`, true},
		{`cidr(IpAddress, "10.0.0.0/8") and cidr(trim(IpAddress), "192.168.0.0/16", "10.1.2.3") and not cidr(IpAddress, "10.2.0.0/16") and not cidr(Image, "::/0")`, true},
		{`inList(Computer, "hosts") and inList(upper(Computer), "hosts") and not inList(Image, "hosts") and not inList(Image, "empty")`, true},
		{`host(Computer) == "CA01" and lower(host(Computer)) + "$" == "ca01$"`, true},
		{`isSystem(SubjectUserSid, SubjectUserName)`, false},
		{`not isSystem(SubjectUserSid, SubjectUserName, SubjectDomainName, Computer)`, true},
		{`isSystem("S-1-5-18", SubjectUserName) and isSystem("S-1-5-18", event["No"]) and isSystem(event["No"], "SYSTEM")`, true},
		{`isSystem(event["No"], event["Neither"])`, false},
		{`accountClass(SubjectUserSid, SubjectUserName) == "user" and accountClass(SubjectUserSid, event["No"]) in ["user"]`, true},
		{`accountClass(SubjectUserSid, SubjectUserName) != "system" and accountClass(event["No"], event["No"]) != "system"`, true},
		{`accountClass("S-1-5-21-1-2-3-1109", "eve") == "privileged-user" and accountClass("S-1-5-21-1-2-3-9", "adfs-gmsa$") == "managed-service"`, true},
		{`date("2024-02-03T19:05:06Z") - date("2024-02-03T19:05:00Z") < duration("10s")`, true},
		{`TimeCreated - ClientCreationTime < duration("10s") and TimeCreated - ClientCreationTime > duration("4s")`, true},
		{`TimeCreated - ClientCreationTime < duration("4s")`, false},
		{`TimeCreated > ClientCreationTime and ClientCreationTime < TimeCreated and not (TimeCreated < ClientCreationTime)`, true},
		{`TimeCreated - duration("5s") == date("2024-02-03T19:05:01Z") and ClientCreationTime + duration("1h") > TimeCreated`, true},
		{`TimeCreated > date("2024-02-03") and date("2024-02-04") > TimeCreated and TimeCreated != date("2024-02-03")`, true},
		{`date("2024-02-03T19:06:06Z") - TimeCreated == duration("1m")`, true},
		{`TimeCreated == "2024-02-03T19:05:06Z" and TimeCreated startsWith "2024-" and TimeCreated > "2024-02"`, true},
		{`date(TimeCreated) - date(ClientCreationTime) < duration("10s")`, true},
		{`TimeCreated - PreviousTime < duration("10s") or PreviousTime < TimeCreated`, false}, // absent
		{`TimeCreated - NewTime < duration("10s") or NewTime < TimeCreated`, false},           // without a zone
		{`event["Several"] matches "^T.o$" and not (Image matches "(?i)POWERSHELL")`, true},
		{`lower(Image) matches "cmd\\.exe$"`, true},
		{`let n = lower(Image); n endsWith "cmd.exe" and n contains "windows"`, true},
		{`replace(Image, "\\", "/") == "C:/Windows/cmd.exe"`, true},
		{`string(Version) == "1" and float(Version) == 1.0 and max(Version, 0) == 1`, true},
	}
	e := eventOf(event)
	for _, tt := range tests {
		if got := holds(t, mustParse(t, tt.expr), e); got != tt.want {
			t.Errorf("%s is %v", tt.expr, got)
		}
	}
}

func TestEvaluationErrors(t *testing.T) {
	many := make([]any, 200)
	for i := range many {
		many[i] = "x"
	}
	e := eventOf(map[string]any{"Image": "abc", "CommandLine": many, "ParentCommandLine": many})
	for _, tt := range []struct{ expr, want string }{
		{`split(Image, ",")[5] == "x"`, "index out of range: 5 (array length is 1)"},
		{`CommandLine + ParentCommandLine == "xyz"`, "the fields have more than 10000 combinations of values"},
		{`fromBase64(Image) == "x"`, "illegal base64 data at input byte 0"},
	} {
		if _, err := mustParse(t, tt.expr).(*ir.Leaf).Eval(e); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.expr, err, tt.want)
		}
	}
}
