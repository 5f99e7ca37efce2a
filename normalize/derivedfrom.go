package normalize

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Reads reports whether other fields may come of f, from all but its Value: data
// without a name may get one by its place, an event without data may get some
// from its message, derived fields are made of others, and what an access mask
// means hangs on the object. Whoever leaves fields of EVTX or Event XML out before
// they are normalised must keep these.
func (n *Normalizer) Reads(f *event.Field) bool {
	return f.Section == event.Rendering || f.Section == event.EventData && f.Name == "Data" || n.derives(f) || namesAccess(f)
}

// derives reports whether derived fields may be made of f.
func (n *Normalizer) derives(f *event.Field) bool {
	return len(n.derived) > 0 && slices.ContainsFunc(derivedFrom, func(name string) bool { return strings.EqualFold(name, f.Name) })
}

// derivedFrom are the fields that the derivations look at.
var derivedFrom = []string{
	"SubjectUserSid", "SubjectSid", "SubjectUserName", "SubjectDomainName",
	"TargetUserSid", "TargetSid", "TargetUserName", "TargetDomainName", "SubjectLogonId", "TargetLogonId",
	"ObjectName", "ObjectValueName", "OperationType", "NewValueType", "NewValue", "Application", "KeyName",
	"TaskContent", "TaskContentNew", "param2", "param3", "ProcessId", "NewProcessId", "ClientProcessId", "ClientCreationTime", "UtcTime",
}
