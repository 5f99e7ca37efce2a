package derived

import (
	"strings"
	"testing"
)

// The twin of relabelled replaces labels in a text one by one.
func TestRelabelled(t *testing.T) {
	for _, text := range []string{
		"", "\t", "\tUserId", "\tUserId=", "UserId=a", "\tUserId=a\tUserId=b", "\t\tHostName=\t=", "\tHostApplication=x\r\n\tHostApplicationX=y",
		"\tDetailSequence=1\r\n\r\n\tSequenceNumber=15\r\n\r\n\tUserId=CONTOSO\\eve\r\n\tScriptName=\r\n\tCommandLine=a=b ",
	} {
		want := text
		for label, own := range map[string]string{
			"SequenceNumber": "Sequence Number", "UserId": "User", "HostName": "Host Name", "HostVersion": "Host Version", "HostId": "Host ID",
			"HostApplication": "Host Application", "EngineVersion": "Engine Version", "RunspaceId": "Runspace ID", "PipelineId": "Pipeline ID",
			"ScriptName": "Script Name", "CommandLine": "Command Line",
		} {
			want = strings.ReplaceAll(want, "\t"+label+"=", "\t"+own+" = ")
		}
		if want == text {
			want = ""
		}
		if got := string(relabelled(nil, text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
