package dialect

import "github.com/rulehound/rulehound/normalize/event"

// evtxDump is the JSON of evtx_dump: <Event> as an object, attributes under
// #attributes or, when they are asked for apart, under Element_attributes.
func evtxDump() Dialect {
	return newElements("Event.", event.UserData).sorts(Dialect{
		name:  "evtx_dump",
		signs: []string{"Event."},
		times: []place{{event.System, "TimeCreated"}},
	})
}
