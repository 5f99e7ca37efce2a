package normalize

import "github.com/rulehound/rulehound/normalize/event"

// winevent is the form of EVTX and Event XML: their sources know the sections
// and Sigma's names already.
func winevent() dialect {
	return dialect{
		name:  "winevent",
		sort:  func(fs event.Fields) event.Fields { return fs },
		times: []place{{event.System, "TimeCreated"}},
	}
}
