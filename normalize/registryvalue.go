package normalize

import (
	"cmp"

	"github.com/rulehound/rulehound/normalize/event"
)

const registryValueModified = 4657 // of Security

// What Sysmon calls the events of registry values.
const valueSet, valueDeleted = "SetValue", "DeleteValue"

// registryEvent is what happened to a registry value, as Sysmon says it.
func registryEvent(ev *event.Event) string {
	v, _ := ev.Fields.In(event.EventData, "OperationType")
	switch v.Raw() {
	case "%%1904", "%%1905", "New registry value created", "Existing registry value modified":
		return valueSet
	case "%%1906", "Registry value deleted":
		return valueDeleted
	}
	return ""
}

// registryValue is the path of a registry value in Sysmon's spelling, if what is
// said happened to it; "" is anything, and an event that does not say is taken to
// be one in which a value is set. What stands in a control set can be meant by the
// current one.
func registryValue(ev *event.Event, happened string) [2]string {
	const machine, user = `\REGISTRY\MACHINE\`, `\REGISTRY\USER\`
	key, value := dataOf(ev, "ObjectName"), dataOf(ev, "ObjectValueName")
	if key == "" {
		return [2]string{}
	}
	if what := cmp.Or(registryEvent(ev), valueSet); happened != "" && happened != what {
		return [2]string{}
	}
	switch {
	case hasPrefixFold(key, machine):
		key = `HKLM\` + key[len(machine):]
	case hasPrefixFold(key, user):
		key = `HKU\` + key[len(user):]
	}
	paths := [2]string{key + `\` + value}
	const set = `HKLM\SYSTEM\ControlSet`
	if hasPrefixFold(key, set) && len(key) >= len(set)+len("001") {
		paths[1] = `HKLM\System\CurrentControlSet` + paths[0][len(set)+len("001"):]
	}
	return paths
}
