package derived

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// pathOf puts the folders that Windows has on its own drive there: the kernel
// names volumes, \device\harddiskvolume2\windows\system32\svchost.exe.
func pathOf(ev *event.Event, field string) string {
	const volume = `\device\harddiskvolume`
	path := dataOf(ev, field)
	if !hasPrefixFold(path, volume) {
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
