package windows

import "strings"

// AccountSet is a set of accounts, by SID, name, DOMAIN\name or name@domain.
// Case does not matter, nor does the $ at the end of a name. The zero AccountSet
// is empty; a set is read-only once made.
type AccountSet map[string]struct{}

// NewAccountSet returns the set of the accounts given.
func NewAccountSet(accounts ...string) AccountSet {
	s := make(AccountSet, len(accounts))
	for _, a := range accounts {
		s[setKey(splitName(a, ""))] = struct{}{}
	}
	return s
}

func setKey(name, domain string) string {
	name = strings.TrimSuffix(name, "$")
	if domain == "" {
		return name
	}
	return domain + `\` + name
}

// has looks for an account whose name and domain are folded.
func (s AccountSet) has(sid, name, domain string) bool {
	if len(s) == 0 {
		return false
	}
	for _, key := range [...]string{fold(sid), setKey(name, ""), setKey(name, domain)} {
		if _, ok := s[key]; ok && key != "" {
			return true
		}
	}
	return false
}
