package derived

import "github.com/rulehound/rulehound/normalize/event"

// keyNamePattern is the name of a key with a final GUID as *: keys made from one
// template have names that differ in it alone, and a new GUID makes no other kind
// of key.
func keyNamePattern(ev *event.Event) [2]string {
	name := dataOf(ev, "KeyName")
	if name == "" {
		return [2]string{}
	}
	for _, length := range [...]int{len("{54849625-5478-4994-A5BA-3E3B0328C30D}"), len("54849625-5478-4994-A5BA-3E3B0328C30D")} {
		if at := len(name) - length; at >= 0 {
			if _, ok := event.Parse(event.GUID, name[at:]); ok {
				return [2]string{name[:at] + "*"}
			}
		}
	}
	return [2]string{name}
}
