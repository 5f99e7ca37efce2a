package derived

import (
	"cmp"
	"fmt"
	"strconv"

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

// registryDetails is what a registry value was set to, as Sysmon spells a value of
// that type, and as the event does.
func registryDetails(ev *event.Event) [2]string {
	value := dataOf(ev, "NewValue")
	n, err := strconv.ParseUint(value, 0, 64)
	switch kind := dataOf(ev, "NewValueType"); {
	case err == nil && (kind == "%%1876" || kind == "REG_DWORD"):
		return [2]string{fmt.Sprintf("DWORD (0x%08x)", n), value}
	case err == nil && (kind == "%%1883" || kind == "REG_QWORD"):
		return [2]string{fmt.Sprintf("QWORD (0x%08x-0x%08x)", n>>32, n&0xffffffff), value}
	case value == "" && kind != "":
		return [2]string{"(Empty)"}
	case kind == "%%1875" || kind == "REG_BINARY":
		return [2]string{"Binary Data", value}
	}
	return [2]string{value}
}
