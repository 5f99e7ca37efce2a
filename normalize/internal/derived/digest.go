package derived

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// digest is one of the hashes that Sysmon writes into one field, MD5=…,SHA256=…, under
// the name that Sigma's taxonomy has for it.
func digest(ev *event.Event, algorithm string) [2]string {
	hashes := dataOf(ev, "Hashes")
	if hashes == "" {
		hashes = dataOf(ev, "Hash")
	}
	for hash := range strings.SplitSeq(hashes, ",") {
		if name, digits, _ := strings.Cut(hash, "="); strings.EqualFold(strings.TrimSpace(name), algorithm) {
			return [2]string{strings.TrimSpace(digits)}
		}
	}
	return [2]string{}
}
