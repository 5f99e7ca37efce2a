package dialect

import "github.com/rulehound/rulehound/normalize/event"

// winevent is the form of EVTX and Event XML: their sources know the sections
// and Sigma's names already.
func winevent() Dialect {
	return Dialect{
		name:  "winevent",
		sort:  func(fs event.Fields) event.Fields { return fs },
		place: func(*event.Field) {},
		loose: func(f *event.Field) bool { return f.Section == event.Unsorted }, // text between the sections
		times: []place{{event.System, "TimeCreated"}},
		utc:   true, // Windows writes no other; python-evtx leaves the Z out
	}
}
