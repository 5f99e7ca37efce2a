package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/windows"
)

func TestReadSentence(t *testing.T) {
	const scm, tasks = "service control manager", "microsoft-windows-taskscheduler"
	tests := []struct {
		name, provider string
		id             uint32
		text, want     string
	}{
		{"a state", scm, 7036, "The Windows Defender Antivirus Service service entered the stopped state.", "param1=Windows Defender Antivirus Service param2=stopped "},
		{"a count", scm, 7034, "The X service terminated unexpectedly.  It has done this 3 time(s).\r\n", "param1=X param2=3 "},
		{"an error in words", scm, 7023, "The X service terminated with the following error: \r\nThe device is not ready.", "param1=X "},
		{"an error on one line", scm, 7023, "The X service terminated with the following error:    The device is not ready.", "param1=X "},
		{"a task", tasks, 129, `Task Scheduler launch task "\A b" , instance "C:\x y.exe"  with process ID 19.`, `TaskName=\A b Path=C:\x y.exe ProcessID=19 `},
		{"who", tasks, 141, `User "D\u"  deleted Task Scheduler task "\T"`, `UserName=D\u TaskName=\T `},
		{"other words", scm, 7036, "Dienst X befindet sich jetzt im Status beendet.", ""},
		{"another event", scm, 7035, "The X service entered the running state.", ""},
		{"another provider", "x", 7036, "The X service entered the running state.", ""},
	}
	for _, test := range tests {
		got := ""
		for _, l := range windows.ReadSentence(test.provider, test.id, test.text) {
			got += l.Field + "=" + l.Value + " "
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
