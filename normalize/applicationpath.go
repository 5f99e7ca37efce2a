package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// applicationPath puts the folders that Windows has on its own drive there: the
// firewall names volumes, \device\harddiskvolume2\windows\system32\svchost.exe.
func applicationPath(ev *event.Event) string {
	const id, volume = 5156, `\device\harddiskvolume`
	path := dataOf(ev, "Application")
	if ev.EventID != id || !hasPrefixFold(path, volume) {
		return ""
	}
	_, path, _ = strings.Cut(path[len(volume):], `\`)
	for _, folder := range [...]string{`windows\`, `program files\`, `program files (x86)\`, `programdata\`, `users\`} {
		if hasPrefixFold(path, folder) {
			return `C:\` + path
		}
	}
	return ""
}
