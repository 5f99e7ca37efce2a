package windows

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Meaning returns what value v of the named field means in an event of class c,
// nil when it has no meaning beyond its text: parameter messages and lists of
// them, their texts in the fields of key events (5056–5063), and return codes.
// What is not a list costs no allocation.
//
// An unknown channel, provider or event id in c rules nothing out.
func Meaning(c event.Class, field string, v event.Value) *event.Meaning {
	return ReadingOf(field).Meaning(c, v)
}

// Reading is how the values of a field mean something by themselves; nil is not
// at all.
type Reading func(event.Class, event.Value) *event.Meaning

// ReadingOf returns the reading of the named field. To look it up once saves
// [Meaning] the search.
func ReadingOf(field string) Reading {
	for _, known := range [...][]fieldReading{readings, codeReadings()} {
		for _, r := range known {
			if len(r.field) == len(field) && strings.EqualFold(r.field, field) {
				return r.read
			}
		}
	}
	if n := len(field) - len("Sid"); n >= 0 && strings.EqualFold(field[n:], "Sid") && field[n:n+2] != "sI" { // but for ProcessId
		return sidName
	}
	return nil
}

// fieldReading is the reading of one field.
type fieldReading struct {
	field string
	read  Reading
}

// Meaning is the function of that name, for values of the reading's field.
func (r Reading) Meaning(c event.Class, v event.Value) *event.Meaning {
	if v.IsNull() {
		return nil
	}
	if raw := v.Raw(); startsMessage(raw) {
		if !HasMessages(c) {
			return serviceError(c, raw)
		}
		if m, ok := Message(raw); ok {
			return m
		}
		if IsMessageList(raw) {
			return MessageList(raw)
		}
	}
	if r == nil {
		return nil
	}
	return r(c, v)
}

// startsMessage is a quick look at the first byte after the blanks that some
// lists begin with.
func startsMessage(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '%':
			return true
		case ' ', '\t', '\r', '\n':
		default:
			return false
		}
	}
	return false
}

// HasMessages reports whether an event of class c can have the parameter
// messages of Security. Other providers number their own: %%1053 of the Service Control
// Manager is a Win32 error.
func HasMessages(c event.Class) bool {
	return c.Provider == security || c.Channel == "security" || c == event.Class{EventID: c.EventID}
}

// NumbersTexts reports whether any value of an event of class c may be a text by its
// number, %%nnnn: a parameter message or what its provider numbers so.
func NumbersTexts(c event.Class) bool { return HasMessages(c) || c.Provider == serviceManager }

// readings are the fields whose values mean something by themselves, beside
// those of code-fields.csv.
var readings = []fieldReading{
	{"KeyType", keyText},
	{"Operation", keyText},
	{"AlgorithmName", keyText},
	{"Reason", keyText},
	{"ProviderName", keyText},
	{"Status", status},
	{"FailureReason", either(inGroup("logon failure reason"), codesIn("FailureReason"))},
	{"ImpersonationLevel", inGroup("impersonation level")},
	{"TokenElevationType", inGroup("token elevation type")},
	{"ElevatedToken", inGroup("generic values")},
	{"VirtualAccount", inGroup("generic values")},
	{"AuditPolicyChanges", eachInGroup("audit policy change")},
	{"CategoryId", inGroup("audit category")},
	{"SubcategoryId", inGroup("audit subcategory (also the Task number)")},
	{"SidHistory", inGroup("generic values")},
	{"AccessList", eachLineInGroup("standard access rights", "object-specific access rights")},
	{"UserAccountControl", eachLineInGroup("user account control")},
	{"OperationType", either(inGroup("registry operation"), inGroup("directory service change"))},
	{"OldValueType", inGroup("registry value type")},
	{"NewValueType", inGroup("registry value type")},
	{"Direction", inGroup("Windows Filtering Platform")},
	{"Keywords", keywords},
	{"LogonType", inTable("logon-type", 4624, 4625, 4634, 4627, 4964, 4776, 0)},
	{"TicketEncryptionType", inTable("ticket-encryption")},
	{"PreAuthType", inTable("preauth-type", 4768, 4771, 0)},
	{"TicketOptions", inFlags("ticket-options", 4768, 4769, 4770, 4771)},
	{"GrantedAccess", processAccess},
	{"OldUacValue", inFlags("account-control")},
	{"NewUacValue", inFlags("account-control")},
	{"ObjectType", objectClass},
	{"MandatoryLabel", sidName},
	{"IntegrityLevel", integrityLevel},
	{"Security_UserID", sidName},
	{"UserID", sidOnly},
	{"RemoteUserID", sidOnly},
	{"RemoteMachineID", sidOnly},
	{"ObjectName", sidOnly},
	{"TdoType", inTable("trust-type", 4706, 4707, 4716, 0)},
	{"TdoDirection", inTable("trust-direction", 4706, 4707, 4716, 0)},
	{"TdoAttributes", inFlags("trust-attributes", 4706, 4707, 4716)},
	{"Protocol", inTable("protocol", 5031, 5150, 5151, 5152, 5153, 5154, 5155, 5156, 5157, 5158, 5159)},
	{"ServiceType", inFlags("service-type", 4697)},
	{"ServiceStartType", inTable("service-start", 4697)},
}

// integrityLevel is what Sysmon says in a word, or as a SID.
func integrityLevel(_ event.Class, v event.Value) *event.Meaning {
	raw := v.Raw()
	for _, m := range integrityLevels {
		if strings.EqualFold(raw, m.Code) || strings.EqualFold(raw, m.Text) {
			return m
		}
	}
	return nil
}

var integrityLevels = [...]*event.Meaning{
	{Code: "S-1-16-0", Text: "Untrusted"},
	{Code: "S-1-16-4096", Text: "Low"},
	{Code: "S-1-16-8192", Text: "Medium"},
	{Code: "S-1-16-8448", Text: "MediumPlus"},
	{Code: "S-1-16-12288", Text: "High"},
	{Code: "S-1-16-16384", Text: "System"},
	{Code: "S-1-16-20480", Text: "Protected"},
}

// inGroup leads a text that a collector rendered back to its message, among the
// messages of one group.
func inGroup(group string) Reading {
	return func(c event.Class, v event.Value) *event.Meaning {
		if !HasMessages(c) {
			return nil
		}
		return find(messages().byGroup[group], v.Raw())
	}
}

// eachInGroup does so for a list of texts, which Windows parts by commas.
func eachInGroup(group string) Reading {
	one := inGroup(group)
	return func(c event.Class, v event.Value) *event.Meaning {
		texts := strings.Split(v.Raw(), ", ")
		codes := make([]string, 0, len(texts))
		for _, text := range texts {
			m := one(c, event.TextValue(text))
			if m == nil {
				return nil
			}
			codes = append(codes, m.Code)
		}
		return &event.Meaning{Code: strings.Join(codes, ", "), Text: v.Raw()}
	}
}

// eachLineInGroup does so for a list with a text on each line, among the messages of
// some groups. Lines that are none are left as they are.
func eachLineInGroup(groups ...string) Reading {
	return func(c event.Class, v event.Value) *event.Meaning {
		raw := v.Raw()
		if !HasMessages(c) || len(raw) > maxList {
			return nil
		}
		var codes strings.Builder
		known := false
		for line := range strings.Lines(raw) {
			text := strings.TrimSpace(line)
			for _, group := range groups {
				if m := find(messages().byGroup[group], text); m != nil {
					known, line = true, strings.Replace(line, text, m.Code, 1)
					break
				}
			}
			codes.WriteString(line)
		}
		if !known {
			return nil
		}
		return &event.Meaning{Code: codes.String(), Text: raw}
	}
}

// either is the first of two readings that has something to say.
func either(a, b Reading) Reading {
	return func(c event.Class, v event.Value) *event.Meaning {
		if m := a(c, v); m != nil {
			return m
		}
		return b(c, v)
	}
}

func keyEvent(c event.Class) bool {
	return HasMessages(c) && (c.EventID == 0 || 5056 <= c.EventID && c.EventID <= 5063)
}

// keyText leads a text that a collector rendered back to its code.
func keyText(c event.Class, v event.Value) *event.Meaning {
	if !keyEvent(c) {
		return nil
	}
	return find(messages().byKeyText, v.Raw())
}

// status is a Kerberos code in Kerberos' events and a code of Windows elsewhere.
func status(c event.Class, v event.Value) *event.Meaning {
	if 4768 <= c.EventID && c.EventID <= 4773 && HasMessages(c) {
		if m := kerberosStatus(c, v); m != nil {
			return m
		}
	}
	return windowsStatus(c, v)
}

var kerberosStatus, windowsStatus = inTable("kerberos-status"), codesIn("Status")
