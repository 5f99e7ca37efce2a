package derived

import (
	"cmp"
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

const processCreated = 4688 // of Security

// newProcessRole is whose account a new process of a Security 4688 runs under:
// the target's, which is there where it is not the creator's.
func newProcessRole(ev *event.Event) string {
	if name := dataOf(ev, "TargetUserName"); name == "" || name == "-" {
		return "Subject"
	}
	return "Target"
}

// newProcessUser is the account of a new process as Sysmon writes it, and its SID.
// The SID of nobody stands where Windows did not look it up.
func (a *Accounts) newProcessUser(ev *event.Event) [2]string {
	const nobody = "S-1-0-0"
	role := newProcessRole(ev)
	sid := dataOf(ev, role+"UserSid")
	if sid == nobody {
		sid = ""
	}
	switch sid {
	case "S-1-5-18", "S-1-5-19", "S-1-5-20": // their names here are the computer's
		name, _ := windows.SIDName(sid)
		return [2]string{name, sid}
	}
	return [2]string{cmp.Or(a.joinedUser(ev, role)[0], dataOf(ev, role+"UserName")), sid}
}

// newProcessLogon is the logon session of a new process, in both spellings.
func newProcessLogon(ev *event.Event) [2]string {
	v, _ := ev.Fields.In(event.EventData, newProcessRole(ev)+"LogonId")
	if id, ok := v.Uint(); ok {
		return [2]string{fmt.Sprintf("0x%x", id), fmt.Sprint(id)}
	}
	return [2]string{v.Raw()}
}
