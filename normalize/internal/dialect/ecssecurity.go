package dialect

import "slices"

var securityMoves = []move{
	{"process.executable", "NewProcessName", []int{4688}},
	{"process.pid", "NewProcessId", []int{4688}},
	{"process.command_line", "CommandLine", []int{4688}},
	{"process.parent.executable", "ParentProcessName", []int{4688}},
	{"process.parent.pid", "ProcessId", []int{4688}},
	{"process.executable", "ProcessName", namedProcess},
	{"process.pid", "ProcessId", namedProcess},
	{"process.executable", "Application", filteredPackets},
	{"process.pid", "ProcessID", []int{5156, 5157}},
	{"process.pid", "ProcessId", []int{5152, 5154, 5158}},
	{"source.ip", "SourceAddress", filteredPackets},
	{"source.port", "SourcePort", filteredPackets},
	{"destination.ip", "DestAddress", filteredPackets},
	{"destination.port", "DestPort", filteredPackets},
	{"network.iana_number", "Protocol", filteredPackets},
	{"source.ip", "IpAddress", []int{4624, 4625, 4648, 4768, 4769, 4770, 4771, 5140, 5145}},
	{"source.port", "IpPort", []int{4624, 4625, 4648, 4768, 4769, 4770, 4771, 5140, 5145}},
	{"source.domain", "WorkstationName", []int{4624, 4625}},
	{"source.domain", "Workstation", []int{4776}},
	{"source.ip", "ClientAddress", []int{4778, 4779}},
	{"source.domain", "ClientName", []int{4778, 4779}},
	{"winlog.logon.type", "LogonType", []int{4624, 4625, 4634, 4647}},
	{"winlog.logon.failure.status", "Status", []int{4625}},
	{"winlog.logon.failure.sub_status", "SubStatus", []int{4625}},
	{"user.id", "TargetUserSid", targetIsUser},
	{"user.name", "TargetUserName", targetIsUser},
	{"user.domain", "TargetDomainName", targetIsUser},
	{"winlog.logon.id", "TargetLogonId", []int{4634, 4647, 4964}},
	{"user.id", "TargetSid", []int{4768, 4771}},
	{"user.name", "TargetUserName", kerberos},
	{"user.domain", "TargetDomainName", kerberos},
	{"user.name", "AccountName", []int{4778, 4779}},
	{"user.domain", "AccountDomain", []int{4778, 4779}},
	{"user.id", "SubjectUserSid", subjectIsUser},
	{"user.name", "SubjectUserName", subjectIsUser},
	{"user.domain", "SubjectDomainName", subjectIsUser},
	{"winlog.logon.id", "SubjectLogonId", subjectIsUser},
	{"user.effective.id", "TargetUserSid", []int{4688}},
	{"user.effective.name", "TargetUserName", []int{4648, 4688}},
	{"user.effective.domain", "TargetDomainName", []int{4648, 4688}},
	{"user.target.id", "TargetSid", accounts},
	{"user.target.name", "TargetUserName", accounts},
	{"user.target.domain", "TargetDomainName", accounts},
	{"group.id", "TargetSid", groups},
	{"group.name", "TargetUserName", groups},
	{"group.domain", "TargetDomainName", groups},
	{"service.name", "ServiceName", []int{4697, 4768, 4769, 4770, 4771}},
	{"registry.path", "ObjectName", []int{4657}},
	{"file.name", "RelativeTargetName", []int{5145}},
	{"file.directory", "ShareLocalPath", []int{5140, 5145}},
}

// Whom the pipeline for Security calls the user hangs on the event: who logged
// on, or who did something to another.
var (
	targetIsUser    = []int{4624, 4625, 4634, 4647, 4964}
	kerberos        = []int{4768, 4769, 4770, 4771, 4776}
	accounts        = slices.Concat([]int{4720, 4738, 4740, 4767, 4781, 4797, 4798}, through(4722, 4726), through(4741, 4743))
	groups          = slices.Concat([]int{4727, 4799}, through(4728, 4735), []int{4737}, through(4744, 4764))
	filteredPackets = []int{5152, 5154, 5156, 5157, 5158}
	subjectIsUser   = slices.Concat([]int{1102, 4648, 4670, 4672, 4673, 4674, 4688, 4689, 4697, 4781, 4817, 4912, 5140, 5145}, through(4656, 4663),
		through(4698, 4767), through(4797, 4799), through(4904, 4907), through(5056, 5063), through(5136, 5141), through(5379, 5382))
)

// namedProcess are the events of Security with a ProcessName.
var namedProcess = []int{4611, 4624, 4625, 4648, 4656, 4657, 4658, 4660, 4661, 4663, 4670, 4673, 4674, 4689, 4690, 4703, 4797, 4798, 4799, 4904, 4905, 4907}
