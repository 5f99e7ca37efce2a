package dialect

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

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

// velocidexRow is the same in a table, where System and the data are texts in JSON.
func velocidexRow(t *texts) Dialect {
	d := velocidex()
	d.signs = []string{"System"}
	d.is = func(fs event.Fields) bool {
		return slices.ContainsFunc(fs, func(f event.Field) bool { return f.Name == "System" && strings.HasPrefix(f.Value.Raw(), "{") })
	}
	sort := d.sort
	d.sort, d.place, d.loose = func(fs event.Fields) event.Fields {
		for _, part := range []string{"System", "EventData", "UserData"} {
			fs = t.expand(fs, part, func(text string) (event.Fields, bool) {
				inner, ok := t.fromJSON(text)
				for i := range inner {
					inner[i].Path = part + "." + pathOf(&inner[i])
				}
				return inner, ok
			})
		}
		return sort(fs)
	}, nil, nil
	return d
}
