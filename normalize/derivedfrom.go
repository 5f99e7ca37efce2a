package normalize

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

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
