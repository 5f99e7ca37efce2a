package windows

import (
	"strconv"
	"strings"
)

// sid is the text of a security identifier in its parts: S-1-authority-sub-sub…
type sid struct {
	auth string   // the authority, 5 for NT
	subs []string // at least one
}

// parseSID reads s if it looks like a SID.
func parseSID(s string) (sid, bool) {
	if len(s) < 4 || !strings.EqualFold(s[:4], "S-1-") {
		return sid{}, false
	}
	parts := strings.Split(s[4:], "-")
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 64); err != nil || p[0] == '+' {
			return sid{}, false
		}
	}
	if len(parts) < 2 {
		return sid{}, false
	}
	return sid{auth: parts[0], subs: parts[1:]}, true
}

func (s sid) last() string { return s.subs[len(s.subs)-1] }

// nobody reports whether s is the null SID, which Windows logs where it knows
// no subject.
func (s sid) nobody() bool { return s.auth == "0" }

// domain reports whether s belongs to a domain or a computer's own accounts.
func (s sid) domain() bool { return s.auth == "5" && s.subs[0] == "21" && len(s.subs) > 1 }

// class classifies every SID but those of domains.
func (s sid) class() AccountClass {
	switch {
	case s.auth == "5":
		return s.ntClass()
	case s.auth == "12" && s.subs[0] == "1" && len(s.subs) > 1:
		return EntraUser
	case s.auth == "15" && s.subs[0] == "2" && len(s.subs) > 1:
		return AppContainer
	}
	return Unknown
}

func (s sid) ntClass() AccountClass {
	if len(s.subs) == 1 {
		switch s.subs[0] {
		case "7":
			return Anonymous
		case "17":
			return IUSR
		case "18":
			return System
		case "19":
			return LocalService
		case "20":
			return NetworkService
		}
		return Unknown
	}
	// winnt.h reserves 80 to 111 for service and virtual accounts.
	base, _ := strconv.Atoi(s.subs[0])
	switch {
	case base == 32, base == 80 && len(s.subs) == 2 && s.subs[1] == "0": // BUILTIN\…, NT SERVICE\ALL SERVICES
		return Group
	case base == 80:
		return Service
	case base == 82:
		return AppPool
	case base == 83:
		return VirtualMachine
	case base == 94:
		return RemoteVirtual
	case 80 < base && base <= 111:
		return Virtual
	}
	return Unknown
}

// wellKnownRID classifies the last part of a domain SID.
func wellKnownRID(rid string) (AccountClass, bool) {
	switch rid {
	case "500":
		return BuiltinAdmin, true
	case "501":
		return Guest, true
	case "502":
		return Krbtgt, true
	case "503":
		return DefaultAccount, true
	case "504":
		return WDAG, true
	case "498", "512", "513", "514", "515", "516", "517", "518", "519", "520", "521", "522",
		"525", "526", "527", "553", "571", "572":
		return Group, true
	}
	return "", false
}
