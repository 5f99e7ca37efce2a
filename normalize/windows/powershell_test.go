package windows_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/windows"
)

func TestReadScriptMessage(t *testing.T) {
	tests := []struct {
		id         uint32
		text, want string
	}{
		{4104, "Creating Scriptblock text (2 of 3):\r\nif (1) {\r\n  $a: 2 } \"ScriptBlock ID: no\"\r\n\r\nScriptBlock ID: 0f2b\r\nPath: C:\\a.ps1",
			`ScriptBlockText="if (1) {\r\n  $a: 2 } \"ScriptBlock ID: no\"" ScriptBlockId="0f2b" Path="C:\\a.ps1" MessageNumber="2" MessageTotal="3"`},
		{4104, "Creating Scriptblock text (1 of 1):   x   ScriptBlock ID: 0f2b  Path:", `ScriptBlockText="x" ScriptBlockId="0f2b" Path="" MessageNumber="1" MessageTotal="1"`},
		{4104, "Scriptblocktext wird erstellt", ""},
		{4103, "CommandInvocation(a): \"a\"\n\n\nContext:\n        Severity = Informational\n        Host Name = ConsoleHost\n\n\nUser Data:",
			`Payload="CommandInvocation(a): \"a\"" ContextInfo="Severity = Informational\n        Host Name = ConsoleHost" UserData=""`},
		{400, "Engine state is changed from None to Available. \r\n\r\nDetails: \r\n\tNewEngineState=Available\r\n\r\n\tHostName=ConsoleHost",
			`Data="\tNewEngineState=Available\r\n\r\n\tHostName=ConsoleHost"`},
		{800, "Pipeline execution details for command line: a -b. \n\nContext Information: \n\tUserId=C\\e \n\nDetails: \nCommandInvocation(a): \"a\"",
			`Data="a -b." Data="\tUserId=C\\e" Data="CommandInvocation(a): \"a\""`},
		{800, "Pipeline execution details: Details: a Context Information\n\nContext Information: :Details: :Details:", `Data="Details: a Context Information" Data=":" Data=":Details:"`},
		{800, "Context Information: x", `Data="" Data="x" Data=""`},
		{53504, "Details: x", ""},
	}
	for _, test := range tests {
		var got []string
		for _, l := range windows.ReadScriptMessage(nil, test.id, test.text) {
			got = append(got, fmt.Sprintf("%s=%q", l.Field, l.Value))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%d: got %s\nwant %s", test.id, strings.Join(got, " "), test.want)
		}
	}
}
