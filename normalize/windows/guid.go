package windows

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

const (
	bareGUID   = len("54849625-5478-4994-A5BA-3E3B0328C30D")
	bracedGUID = bareGUID + len("{}")
)

// IsBareGUID reports whether s is a GUID without its braces, which some readers
// drop.
func IsBareGUID(s string) bool {
	if len(s) != bareGUID || s[8] != '-' {
		return false
	}
	_, ok := event.Parse(event.GUID, s)
	return ok
}

// GUID returns the form in which Windows logs the GUID s, braces and upper case,
// as a code. It is nil when s has that form already, or is no GUID.
func GUID(s string) *event.Meaning {
	if _, ok := event.Parse(event.GUID, s); !ok {
		return nil
	}
	code := strings.ToUpper(s)
	if len(s) < bracedGUID {
		code = "{" + code + "}"
	}
	if code == s {
		return nil
	}
	return &event.Meaning{Code: code}
}
