package normalize

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/scratch"
	"github.com/rulehound/rulehound/normalize/windows"
)

// WithDerived adds fields that no log has and that are made of others, as far as
// wanted names them: SubjectAccountClass and TargetAccountClass say what kind of
// account it is, SubjectUser and TargetUser are DOMAIN\name, KeyNamePattern is
// KeyName without the GUID that makes it unique, ProcessInstance tells a process
// from another with its id, TaskCommand is what a scheduled task starts,
// TimeCreated is the event's time where the log calls it otherwise, and TargetObject of a Security
// 4657 is the registry value as Sysmon writes it, RegistryValueSet and
// RegistryValueDeleted are it where that happened to it, RegistryDetails is what it
// was set to as Sysmon writes it, EventType says what happened.
// NewProcessUser and NewProcessLogonId are whose process a Security 4688 starts.
// ApplicationPath is Application of a Security 5156 below a drive, and ObjectPath
// ObjectName of a 4656 or 4663. PipelineContext and PipelineDetail are what the
// classic PowerShell's 800 says in place of ContextInfo and Payload. lists tells of
// accounts what no SID shows. Without names all of the fields are added; without
// this option only those from TargetObject on, by which rules written for Sysmon
// see other events.
func WithDerived(lists windows.Lists, wanted ...string) Option {
	return func(n *Normalizer) {
		n.derived = nil
		for _, d := range derivations {
			named := func(w string) bool { return strings.EqualFold(w, d.name) }
			if len(wanted) == 0 || slices.ContainsFunc(wanted, named) {
				n.derived = append(n.derived, d)
			}
		}
		n.lists = lists
	}
}

// derivation makes a field of others, or two; "" is none.
type derivation struct {
	name string
	make func(*maker, *event.Event) [2]string
	from []string // the data that it looks at, but for that without names
	ids  []uint32 // of events that may give it; none: any
}

// of reports whether events with that id may give the field.
func (d *derivation) of(id uint32) bool { return len(d.ids) == 0 || slices.Contains(d.ids, id) }

var derivations = []derivation{
	{"SubjectAccountClass", func(m *maker, ev *event.Event) [2]string { return m.accountClass(ev, "Subject") }, subject, nil},
	{"TargetAccountClass", func(m *maker, ev *event.Event) [2]string { return m.accountClass(ev, "Target") }, target, nil},
	{"SubjectUser", func(m *maker, ev *event.Event) [2]string { return m.joinedUser(ev, "Subject") }, subject, nil},
	{"TargetUser", func(m *maker, ev *event.Event) [2]string { return m.joinedUser(ev, "Target") }, target, nil},
	{"KeyNamePattern", func(_ *maker, ev *event.Event) [2]string { return keyNamePattern(ev) }, []string{"KeyName"}, nil},
	{"ProcessInstance", func(_ *maker, ev *event.Event) [2]string { return processInstance(ev) },
		[]string{"ProcessId", "NewProcessId", "ClientProcessId", "ClientCreationTime", "UtcTime"}, []uint32{processCreated, 5058, 5059, 1}},
	{"TaskCommand", func(_ *maker, ev *event.Event) [2]string { return taskCommands(ev) },
		[]string{"TaskContent", "TaskContentNew"}, []uint32{4698, 4699, 4700, 4701, 4702}},
	{"TimeCreated", func(_ *maker, ev *event.Event) [2]string { return [2]string{timeCreated(ev)} }, nil, nil},
	// Those that stand in for fields of Sysmon's:
	{"TargetObject", func(_ *maker, ev *event.Event) [2]string { return registryValue(ev, "") }, registry, []uint32{registryValueModified}},
	{"RegistryValueSet", func(_ *maker, ev *event.Event) [2]string { return registryValue(ev, valueSet) }, registry, []uint32{registryValueModified}},
	{"RegistryValueDeleted", func(_ *maker, ev *event.Event) [2]string { return registryValue(ev, valueDeleted) }, registry, []uint32{registryValueModified}},
	{"RegistryDetails", func(_ *maker, ev *event.Event) [2]string { return registryDetails(ev) }, registry, []uint32{registryValueModified}},
	{"EventType", func(_ *maker, ev *event.Event) [2]string { return [2]string{registryEvent(ev)} }, registry, []uint32{registryValueModified}},
	{"NewProcessUser", func(m *maker, ev *event.Event) [2]string { return m.newProcessUser(ev) }, slices.Concat(subject, target), []uint32{processCreated}},
	{"NewProcessLogonId", func(_ *maker, ev *event.Event) [2]string { return newProcessLogon(ev) },
		[]string{"TargetUserName", "SubjectLogonId", "TargetLogonId"}, []uint32{processCreated}},
	{"ApplicationPath", func(_ *maker, ev *event.Event) [2]string { return [2]string{pathOf(ev, "Application")} }, []string{"Application"}, []uint32{5156}},
	{"ObjectPath", func(_ *maker, ev *event.Event) [2]string { return [2]string{pathOf(ev, "ObjectName")} }, []string{"ObjectName"}, []uint32{4656, 4663}},
	{"PipelineContext", func(m *maker, ev *event.Event) [2]string { return [2]string{m.pipelineContext(ev)} }, parameters, []uint32{pipelineDetails}},
	{"PipelineDetail", func(_ *maker, ev *event.Event) [2]string { return [2]string{pipeline(ev, 2)} }, parameters, []uint32{pipelineDetails}},
}

// What several derivations look at.
var (
	subject    = []string{"SubjectUserSid", "SubjectSid", "SubjectUserName", "SubjectDomainName"}
	target     = []string{"TargetUserSid", "TargetSid", "TargetUserName", "TargetDomainName"}
	registry   = []string{"ObjectName", "ObjectValueName", "OperationType", "NewValueType", "NewValue"}
	parameters = []string{"param1", "param2", "param3"}
)

// looksAt reports whether f, from all but its value, may be data that the field is
// made of.
func (d *derivation) looksAt(f *event.Field) bool { return slices.ContainsFunc(d.from, f.Is) }

// looksAtTime reports whether the event's time may be part of it.
func (d *derivation) looksAtTime() bool {
	return d.name == "TimeCreated" || d.name == "ProcessInstance"
}

// looksAtComputer reports whether the name of the computer tells more of it.
func (d *derivation) looksAtComputer() bool { return strings.HasSuffix(d.name, "AccountClass") }

// standIns are the derivations of fields that the taxonomy gives rules in place
// of Sysmon's. Without them, what excludes by such a field would fire falsely.
func standIns() []derivation {
	i := slices.IndexFunc(derivations, func(d derivation) bool { return d.name == "TargetObject" })
	return derivations[i:]
}

// maker makes derived fields, in its own memory: they are good until it makes those
// of the next event.
type maker struct {
	*Normalizer
	text scratch.Text // of the one that is long
}

// derive adds the fields that derived make.
func (m *maker) derive(ev *event.Event, derived []derivation) {
	for i := range derived {
		d := &derived[i]
		if !d.of(ev.EventID) {
			continue
		}
		for _, text := range d.make(m, ev) {
			if text == "" {
				continue
			}
			ev.Fields = append(ev.Fields, event.Field{Name: d.name, Section: event.Derived, Value: derivedValue(d.name, text)})
		}
	}
}

func derivedValue(name, text string) event.Value {
	if name == "TimeCreated" {
		v, _ := event.Parse(event.Time, text)
		return v
	}
	return event.TextValue(text)
}

func (n *Normalizer) accountClass(ev *event.Event, role string) [2]string {
	a := windows.Account{
		SID: dataOf(ev, role+"UserSid"), Name: dataOf(ev, role+"UserName"),
		Domain: dataOf(ev, role+"DomainName"), Computer: ev.Computer,
	}
	if a.SID == "" {
		a.SID = dataOf(ev, role+"Sid")
	}
	if a.SID == "" && a.Name == "" {
		return [2]string{}
	}
	return [2]string{string(windows.Classify(a, n.lists))}
}

// joinedUser is the account as Sysmon's User has it.
func (n *Normalizer) joinedUser(ev *event.Event, role string) [2]string {
	name, domain := dataOf(ev, role+"UserName"), dataOf(ev, role+"DomainName")
	if name == "" || domain == "" || name == "-" || strings.Contains(name, `\`) {
		return [2]string{}
	}
	return [2]string{n.users.Get(user{domain, name}, joined)}
}

// user is an account and where it is known.
type user struct{ domain, name string }

func joined(u user) (user, string) {
	text := u.domain + `\` + u.name
	return user{text[:len(u.domain)], text[len(u.domain)+1:]}, text
}

// keyNamePattern is the name of a key with a final GUID as *: keys made from one
// template have names that differ in it alone, and a new GUID makes no other kind
// of key.
func keyNamePattern(ev *event.Event) [2]string {
	name := dataOf(ev, "KeyName")
	if name == "" {
		return [2]string{}
	}
	for _, length := range [...]int{len("{54849625-5478-4994-A5BA-3E3B0328C30D}"), len("54849625-5478-4994-A5BA-3E3B0328C30D")} {
		if at := len(name) - length; at >= 0 {
			if _, ok := event.Parse(event.GUID, name[at:]); ok {
				return [2]string{name[:at] + "*"}
			}
		}
	}
	return [2]string{name}
}

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

// timeCreated is when the event happened, where its log has no TimeCreated but
// tells the time and its zone in another field.
func timeCreated(ev *event.Event) string {
	if _, has := ev.Fields.In(event.System, "TimeCreated"); has || ev.Time.IsZero() || ev.TimeAssumed {
		return ""
	}
	return ev.Time.Format(time.RFC3339Nano)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func dataOf(ev *event.Event, name string) string {
	v, _ := ev.Fields.In(event.EventData, name)
	return v.Raw()
}
