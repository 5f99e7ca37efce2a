package dialect

import (
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// hayabusaDetails is what Hayabusa's Details call the fields of events, by the
// channel and the event id, where it abbreviates them; id 0 is every event of the
// channel. The names are those of its config/default_details.txt and of its rules.
var hayabusaDetails = sync.OnceValue(func() map[hayabusaKey]string {
	fields := map[hayabusaKey]string{}
	for line := range strings.Lines(hayabusaAbbreviations) {
		columns := strings.Fields(line)
		if len(columns) < 3 {
			continue
		}
		for id := range strings.SplitSeq(columns[1], ",") {
			for _, pair := range columns[2:] {
				short, field, _ := strings.Cut(pair, "=")
				fields[hayabusaKey{columns[0], id, short}] = field
			}
		}
	}
	return fields
})

type hayabusaKey struct{ channel, id, short string }

const hayabusaAbbreviations = `
Sec 0 User=SubjectUserName SID=SubjectUserSid Domain=SubjectDomainName LID=SubjectLogonId TgtUser=TargetUserName TgtSID=TargetSid TgtDomain=TargetDomainName
Sec 0 SrcIP=IpAddress SrcComp=WorkstationName Proc=ProcessName PID=ProcessId Svc=ServiceName ObjSvr=ObjectServer ObjType=ObjectType ObjName=ObjectName HID=HandleId
Sec 0 PrivList=PrivilegeList SamUser=SamAccountName SrcUser=SubjectUserName OpType=OperationType AuthPkg=AuthenticationPackageName SidList=SidList
Sec 4624,4625 Type=LogonType LID=TargetLogonId SrcPort=IpPort
Sec 4616 PrevTime=PreviousTime
Sec 4648 TgtSvr=TargetInfo
Sec 4672 TgtUser=SubjectUserName
Sec 4674 Svc=ObjectName
Sec 4688 Cmdline=CommandLine CmdLine=CommandLine Cmd=CommandLine Proc=NewProcessName Path=NewProcessName PID=NewProcessId
Sec 4697 Path=ServiceFileName SvcAcct=ServiceAccount SvcType=ServiceType SvcStartType=ServiceStartType
Sec 4698,4699,4700,4701,4702 Name=TaskName Content=TaskContent
Sec 4728,4732,4756 SrcSID=MemberSid TgtGrp=TargetUserName
Sec 4738,4742 OldUAC=OldUacValue NewUAC=NewUacValue UAC=UserAccountControl SPN=ServicePrincipalNames SrcComp=UserWorkstations
Sec 4776,4794 SrcComp=Workstation
Sec 4778,4779 SrcUser=AccountName Domain=AccountDomain SrcIP=ClientAddress SrcComp=ClientName LID=LogonID
Sec 4781 OldTgtUser=OldTargetUserName NewTgtUser=NewTargetUserName
Sec 5136 ObjDN=ObjectDN AttrLDAPName=AttributeLDAPDisplayName
Sec 5140,5145 SharePath=ShareLocalPath Path=RelativeTargetName
Sec 5156,5157 Proc=Application SrcIP=SourceAddress SrcPort=SourcePort TgtIP=DestAddress TgtPort=DestPort PID=ProcessID
Sec 5379 PID=ClientProcessId Tgt=TargetName CredsReturned=CountOfCredentialsReturned SrcSID=SubjectUserSid
Sysmon 0 Cmdline=CommandLine CmdLine=CommandLine Cmd=CommandLine Proc=Image ParentCmdline=ParentCommandLine ParentCmd=ParentCommandLine ParentProc=ParentImage
Sysmon 0 LID=LogonId LGUID=LogonGuid PID=ProcessId PGUID=ProcessGuid ParentPID=ParentProcessId ParentPGUID=ParentProcessGuid Path=TargetFilename
Sysmon 0 SrcProc=SourceImage TgtProc=TargetImage SrcPID=SourceProcessId SrcPGUID=SourceProcessGuid TgtPID=TargetProcessId TgtPGUID=TargetProcessGuid
Sysmon 0 SrcUser=SourceUser TgtUser=TargetUser TgtObj=TargetObject Pipe=PipeName Op=Operation Namespace=EventNamespace Tgt=Destination CliInfo=ClientInfo
Sysmon 3 Proto=Protocol SrcIP=SourceIp SrcPort=SourcePort SrcHost=SourceHostname TgtIP=DestinationIp TgtPort=DestinationPort TgtHost=DestinationHostname
Sysmon 6 Path=ImageLoaded Sig=Signature Hash=Hashes
Sysmon 7 Image=ImageLoaded Sig=SignatureStatus Hash=Hashes
Sysmon 10 Access=GrantedAccess SrcPGUID=SourceProcessGUID TgtPGUID=TargetProcessGUID
Sysmon 16 Config=Configuration
Sysmon 22 Query=QueryName Result=QueryResults
PwSh 0 ScriptBlock=ScriptBlockText
PwShCore 0 ScriptBlock=ScriptBlockText
Sys 7045 Svc=ServiceName Path=ImagePath Acct=AccountName
Sys 7031,7036 Svc=param1
`

// hayabusaField returns what the event calls a field of the Details.
func hayabusaField(channel, id, short string) string {
	fields := hayabusaDetails()
	for _, id := range [...]string{id, "0"} {
		if field := fields[hayabusaKey{channel, id, short}]; field != "" {
			return field
		}
	}
	return short
}

// hayabusaValue takes the words back that Hayabusa puts in place of some values.
func hayabusaValue(f *event.Field) {
	raw := f.Value.Raw()
	switch f.Name {
	case "LogonType":
		if number, _, ok := strings.Cut(raw, " - "); ok { // "3 - NETWORK"
			f.Value = event.TextValue(number)
		}
	case "MandatoryLabel", "TokenElevationType":
		if code := hayabusaWords[raw]; code != "" {
			f.Value = event.TextValue(code)
		}
	}
}

var hayabusaWords = map[string]string{
	"UNTRUSTED": "S-1-16-0", "LOW_INTEGRITY": "S-1-16-4096", "MEDIUM_INTEGRITY": "S-1-16-8192", "MEDIUM_HIGH_INTEGRITY": "S-1-16-8448",
	"HIGH_INTEGRITY": "S-1-16-12288", "SYSTEM_INTEGRITY": "S-1-16-16384", "PROTECTED_PROCESS": "S-1-16-20480",
	"FULL_TOKEN": "%%1936", "ELEVATED_TOKEN": "%%1937", "LIMITED_TOKEN": "%%1938",
}
