package dialect

import "github.com/rulehound/rulehound/normalize/event"

// velocidex is the JSON of Velocidex' EVTX parser and of Velociraptor: System
// and EventData as objects, attributes beside elements, the text of an element
// with attributes as Value. Hex values are plain numbers, times seconds since
// 1970, GUIDs bare.
func velocidex() Dialect {
	return newElements("", event.Envelope).sorts(Dialect{
		name:  "velocidex",
		signs: []string{"System."},
		times: []place{{event.System, "TimeCreated"}},
	})
}
