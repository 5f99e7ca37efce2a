package windows

import (
	"strings"
	"sync"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// wellKnownNames is what Windows calls its own accounts, and the authority that
// they belong to, in the languages that are known. All are folded.
type wellKnownNames struct {
	class       map[string]AccountClass
	authorities map[string]bool
}

var wellKnown = sync.OnceValue(func() *wellKnownNames {
	t := &wellKnownNames{class: map[string]AccountClass{}, authorities: map[string]bool{"": true}}
	for _, row := range rows("accounts.csv") {
		if row[0] == "authority" {
			t.authorities[fold(row[1])] = true
		} else {
			t.class[fold(row[1])] = AccountClass(row[0])
		}
	}
	return t
})

// classifyName classifies a subject that has no SID.
func classifyName(a Account, lists Lists) AccountClass {
	name, domain := splitName(a.Name, a.Domain)
	// Only Windows' own authority makes a name special: a person may well be
	// called Sistema.
	if c, ok := wellKnown().class[name]; ok && wellKnown().authorities[domain] {
		return c
	}
	switch {
	case name == "" || name == "-":
		return Unknown
	case domain == "nt service":
		return Service
	case domain == "iis apppool":
		return AppPool
	case domain == "window manager" && numbered(name, "dwm-"), domain == "font driver host" && numbered(name, "umfd-"):
		return Virtual
	case strings.HasSuffix(name, "$"):
		return classifyDollar(a, name, domain, lists)
	}
	return User
}

func numbered(name, prefix string) bool {
	digits, ok := strings.CutPrefix(name, prefix)
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// splitName folds a name and its domain. The domain may stand in the name, as
// DOMAIN\name or name@domain; there it wins.
func splitName(name, domain string) (string, string) {
	name, domain = fold(name), fold(domain)
	if d, n, ok := strings.Cut(name, `\`); ok {
		return n, d
	}
	if n, d, ok := strings.Cut(name, "@"); ok {
		return n, d
	}
	if domain == "-" {
		domain = ""
	}
	return name, domain
}

// fold makes names of accounts comparable.
func fold(s string) string {
	s = strings.TrimSpace(s)
	// Fast path: ASCII has one normal form and simple cases.
	for i := range len(s) {
		if s[i] >= 0x80 {
			return cases.Fold().String(norm.NFKC.String(s))
		}
	}
	return strings.ToLower(s)
}
