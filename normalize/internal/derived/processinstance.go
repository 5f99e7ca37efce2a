package derived

import (
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
)

// processInstance tells one process from another that had its id before: the id
// and the second of its start. It is made alike for the event of the start (4688,
// event 1 of Sysmon) and for those that name their caller (5058, 5059). The second
// is counted from the last quarter of an hour, because clocks without a zone are
// off by so many quarters.
func processInstance(ev *event.Event) (one [2]string) {
	pid, started := "ProcessId", ev.Time
	switch ev.EventID {
	case processCreated:
		pid = "NewProcessId"
	case 5058, 5059:
		pid = "ClientProcessId"
		v, _ := ev.Fields.In(event.EventData, "ClientCreationTime")
		started, _ = v.Time()
	case 1: // UtcTime is when the process started, the event comes later
		v, _ := ev.Fields.In(event.EventData, "UtcTime")
		if t, ok := v.Time(); ok {
			started = t
		}
	default:
		return one
	}
	v, _ := ev.Fields.In(event.EventData, pid)
	id, ok := v.Uint()
	if !ok || started.IsZero() {
		return one
	}
	const quarter = 15 * 60
	return [2]string{fmt.Sprintf("%d started at %d", id, started.Unix()%quarter)}
}
