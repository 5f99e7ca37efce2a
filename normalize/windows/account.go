package windows

import "strings"

// Account is what an event says about the subject that acted. Every part may be
// missing; Computer is the host that wrote the event.
type Account struct {
	SID, Name, Domain, Computer string
}

// Lists are the accounts that only the operator knows. The zero Lists is none.
type Lists struct {
	Managed    AccountSet // group managed service accounts
	Privileged AccountSet // accounts with powers that their SID does not show
}

// AccountClass says what kind of account acted.
type AccountClass string

// The classes, in the order in which they are tried. Only what cannot be told
// is Unknown.
const (
	System         AccountClass = "system"
	LocalService   AccountClass = "local-service"
	NetworkService AccountClass = "network-service"
	Service        AccountClass = "service"         // NT SERVICE\name
	AppPool        AccountClass = "app-pool"        // IIS APPPOOL\name
	VirtualMachine AccountClass = "virtual-machine" // NT VIRTUAL MACHINE\guid
	Virtual        AccountClass = "virtual"         // the operating system's own virtual accounts
	RemoteVirtual  AccountClass = "remote-virtual"  // WinRM virtual users: a person acts behind them
	Anonymous      AccountClass = "anonymous"
	IUSR           AccountClass = "iusr"
	EntraUser      AccountClass = "entra-user"
	AppContainer   AccountClass = "app-container"
	LocalDollar    AccountClass = "local-dollar" // a local user who hides behind a machine account's $
	Machine        AccountClass = "machine"
	ManagedService AccountClass = "managed-service"
	BuiltinAdmin   AccountClass = "builtin-admin"
	Guest          AccountClass = "guest"
	Krbtgt         AccountClass = "krbtgt"
	DefaultAccount AccountClass = "default-account"
	WDAG           AccountClass = "wdag"
	Group          AccountClass = "group" // no subject can be one: malformed
	PrivilegedUser AccountClass = "privileged-user"
	User           AccountClass = "user"
	Unknown        AccountClass = "unknown"
)

// IsSystem reports whether the operating system itself acts under such an
// account, rather than a person, a web application or somebody unknown.
func (c AccountClass) IsSystem() bool {
	switch c {
	case System, LocalService, NetworkService, Service, Virtual, Machine, ManagedService:
		return true
	}
	return false
}

// Classify returns the class of a. The SID decides wherever there is one: names
// are localised and can be chosen. Without a SID the name and the domain decide.
func Classify(a Account, lists Lists) AccountClass {
	sid, ok := parseSID(a.SID)
	if ok && !sid.nobody() {
		if sid.domain() {
			return classifyDomain(a, sid, lists)
		}
		return sid.class()
	}
	if !ok && a.Name == "" {
		a.Name = a.SID // a collector resolved the SID
	}
	return classifyName(a, lists)
}

// IsSystem is Classify by SID and name alone. Without domain and computer a
// local user called name$ counts as a machine account.
func IsSystem(sid, name string) bool {
	return Classify(Account{SID: sid, Name: name}, Lists{}).IsSystem()
}

// classifyDomain classifies the accounts of a domain or of a computer's own
// account database, S-1-5-21-….
func classifyDomain(a Account, sid sid, lists Lists) AccountClass {
	name, domain := splitName(a.Name, a.Domain)
	if strings.HasSuffix(name, "$") {
		return classifyDollar(a, name, domain, lists)
	}
	if c, ok := wellKnownRID(sid.last()); ok {
		return c
	}
	if lists.Privileged.has(a.SID, name, domain) {
		return PrivilegedUser
	}
	return User
}

// classifyDollar tells apart the accounts whose name ends in $.
func classifyDollar(a Account, name, domain string, lists Lists) AccountClass {
	switch {
	case domain != "" && domain == netBIOSName(a.Computer):
		return LocalDollar
	case lists.Managed.has(a.SID, name, domain):
		return ManagedService
	}
	return Machine
}

// netBIOSName is what a computer is called as a domain of its own accounts.
func netBIOSName(computer string) string {
	host, _, _ := strings.Cut(fold(computer), ".")
	return host[:min(len(host), 15)]
}
