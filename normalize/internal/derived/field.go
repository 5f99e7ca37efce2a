// Package derived makes fields that no log has of those that it has: what an account
// is, what Sysmon would have written.
package derived

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Field makes a field of others, or two; "" is none.
type Field struct {
	Name string
	make func(*Maker, *event.Event) [2]string
	from []string // the data that it looks at, but for that without names
	ids  []uint32 // of events that may give it; none: any
}

// Of reports whether events with that id may give the field.
func (d *Field) Of(id uint32) bool { return len(d.ids) == 0 || slices.Contains(d.ids, id) }

// LooksAt reports whether f, from all but its value, may be data that the field is
// made of.
func (d *Field) LooksAt(f *event.Field) bool {
	for _, name := range d.from {
		if f.Is(name) {
			return true
		}
	}
	return false
}

// LooksAtTime reports whether the event's time may be part of it.
func (d *Field) LooksAtTime() bool {
	return d.Name == "TimeCreated" || d.Name == "ProcessInstance"
}

// LooksAtComputer reports whether the name of the computer tells more of it.
func (d *Field) LooksAtComputer() bool { return strings.HasSuffix(d.Name, "AccountClass") }

// Fields returns the fields so called, all where no name is given.
func Fields(wanted ...string) []Field {
	var some []Field
	for _, d := range fields {
		named := func(w string) bool { return strings.EqualFold(w, d.Name) }
		if len(wanted) == 0 || slices.ContainsFunc(wanted, named) {
			some = append(some, d)
		}
	}
	return some
}

// StandIns are the fields that the taxonomy gives rules in place of Sysmon's. Without
// them, what excludes by such a field would fire falsely.
func StandIns() []Field {
	i := slices.IndexFunc(fields, func(d Field) bool { return d.Name == "TargetObject" })
	return fields[i:]
}

var fields = []Field{
	{"SubjectAccountClass", func(m *Maker, ev *event.Event) [2]string { return m.accountClass(ev, "Subject") }, subject, nil},
	{"TargetAccountClass", func(m *Maker, ev *event.Event) [2]string { return m.accountClass(ev, "Target") }, target, nil},
	{"SubjectUser", func(m *Maker, ev *event.Event) [2]string { return m.joinedUser(ev, "Subject") }, subject, nil},
	{"TargetUser", func(m *Maker, ev *event.Event) [2]string { return m.joinedUser(ev, "Target") }, target, nil},
	{"KeyNamePattern", func(_ *Maker, ev *event.Event) [2]string { return keyNamePattern(ev) }, []string{"KeyName"}, nil},
	{"ProcessInstance", func(_ *Maker, ev *event.Event) [2]string { return processInstance(ev) },
		[]string{"ProcessId", "NewProcessId", "ClientProcessId", "ClientCreationTime", "UtcTime"}, []uint32{processCreated, 5058, 5059, 1}},
	{"TaskCommand", func(_ *Maker, ev *event.Event) [2]string { return taskCommands(ev) },
		[]string{"TaskContent", "TaskContentNew"}, []uint32{4698, 4699, 4700, 4701, 4702}},
	{"MD5", func(_ *Maker, ev *event.Event) [2]string { return digest(ev, "MD5") }, hashes, hashed},
	{"SHA1", func(_ *Maker, ev *event.Event) [2]string { return digest(ev, "SHA1") }, hashes, hashed},
	{"SHA256", func(_ *Maker, ev *event.Event) [2]string { return digest(ev, "SHA256") }, hashes, hashed},
	{"IMPHASH", func(_ *Maker, ev *event.Event) [2]string { return digest(ev, "IMPHASH") }, hashes, hashed},
	{"TimeCreated", func(_ *Maker, ev *event.Event) [2]string { return [2]string{timeCreated(ev)} }, nil, nil},
	// Those that stand in for fields of Sysmon's:
	{"TargetObject", func(_ *Maker, ev *event.Event) [2]string { return registryValue(ev, "") }, registry, []uint32{registryValueModified}},
	{"RegistryValueSet", func(_ *Maker, ev *event.Event) [2]string { return registryValue(ev, valueSet) }, registry, []uint32{registryValueModified}},
	{"RegistryValueDeleted", func(_ *Maker, ev *event.Event) [2]string { return registryValue(ev, valueDeleted) }, registry, []uint32{registryValueModified}},
	{"RegistryDetails", func(_ *Maker, ev *event.Event) [2]string { return registryDetails(ev) }, registry, []uint32{registryValueModified}},
	{"EventType", func(_ *Maker, ev *event.Event) [2]string { return [2]string{registryEvent(ev)} }, registry, []uint32{registryValueModified}},
	{"NewProcessUser", func(m *Maker, ev *event.Event) [2]string { return m.newProcessUser(ev) }, slices.Concat(subject, target), []uint32{processCreated}},
	{"NewProcessLogonId", func(_ *Maker, ev *event.Event) [2]string { return newProcessLogon(ev) },
		[]string{"TargetUserName", "SubjectLogonId", "TargetLogonId"}, []uint32{processCreated}},
	{"ApplicationPath", func(_ *Maker, ev *event.Event) [2]string { return [2]string{pathOf(ev, "Application")} }, []string{"Application"}, []uint32{5156}},
	{"ObjectPath", func(_ *Maker, ev *event.Event) [2]string { return [2]string{pathOf(ev, "ObjectName")} }, []string{"ObjectName"}, []uint32{4656, 4663}},
	{"PipelineContext", func(m *Maker, ev *event.Event) [2]string { return [2]string{m.pipelineContext(ev)} }, parameters, []uint32{pipelineDetails}},
	{"PipelineDetail", func(_ *Maker, ev *event.Event) [2]string { return [2]string{pipeline(ev, 2)} }, parameters, []uint32{pipelineDetails}},
}

// What several fields look at.
var (
	subject    = []string{"SubjectUserSid", "SubjectSid", "SubjectUserName", "SubjectDomainName"}
	target     = []string{"TargetUserSid", "TargetSid", "TargetUserName", "TargetDomainName"}
	registry   = []string{"ObjectName", "ObjectValueName", "OperationType", "NewValueType", "NewValue"}
	parameters = []string{"param1", "param2", "param3"}
	hashes     = []string{"Hashes", "Hash"}
)

// hashed are Sysmon's events about files.
var hashed = []uint32{1, 6, 7, 15, 23, 24, 26, 27, 28, 29}
