package dialect

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

// splunkClassic is Splunk's rendered WinEventLog: some of System in words, and
// the event's data in the message alone. Fields that Splunk made of the message's
// labels (Account_Name, and Provider_Name, which is the key storage provider)
// repeat it. The time is local.
func splunkClassic() Dialect {
	var p places
	p.add(event.System, "Channel", "LogName")
	p.add(event.System, "EventID", "EventCode")
	p.add(event.System, "Computer", "ComputerName")
	p.add(event.System, "Provider_Name", "SourceName")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "Security_UserID", "Sid")
	p.add(event.System, "", "Keywords")
	p.add(event.Rendering, "RenderedLevel", "Type")
	p.add(event.Rendering, "RenderedTask", "TaskCategory")
	p.add(event.Rendering, "RenderedOpcode", "OpCode")
	p.add(event.Rendering, "", "Message")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "splunk-classic",
		signs: []string{"LogName,EventCode"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			if _, ok := fs.In(event.Rendering, "Message"); !ok {
				fs = labelled(fs)
			}
			return properProvider(fs)
		},
		times:  []place{{event.Envelope, "_time"}},
		clocks: []place{{event.Envelope, "_localtime"}},
	}
}

// labelled makes data of the fields that Splunk took from a message which is not
// there any more. A label that several sections have is one field with a value for
// each of them, in their order.
func labelled(fs event.Fields) event.Fields {
	id, _ := fs.In(event.System, "EventID")
	u, _ := Number(id)
	several := map[string][]int{} // by label: where its values stand
	for i := range fs {
		f := &fs[i]
		if f.Section != event.Envelope {
			continue
		}
		label := strings.ReplaceAll(f.Name, "_", " ")
		if name, ok := windows.FieldOfLabel(uint32(u), label); ok {
			f.Section, f.Name = event.EventData, name
		} else if label != f.Name && f.Name[0] != '_' {
			f.Section, f.Name = event.EventData, label
			several[label] = append(several[label], i)
		}
	}
	for label, at := range several {
		if names := windows.FieldsOfLabel(uint32(u), label); len(names) == len(at) {
			for i, name := range names {
				fs[at[i]].Name = name
			}
		}
	}
	return fs
}

// splunkRaw is a result that Splunk exported: the event as it came in stands in
// _raw, what Splunk made of it beside it.
func splunkRaw(t *texts) Dialect {
	return Dialect{
		name:  "splunk",
		signs: []string{"_raw", "result."},
		is: func(fs event.Fields) bool {
			i := indexPath(fs, "_raw", "result._raw")
			return i >= 0 && looksLikeEvent(fs[i].Value.Raw())
		},
		carriers: func(fs event.Fields) []int { return oneOrNone(indexPath(fs, "_raw", "result._raw")) },
		open: func(fs event.Fields) (inner, wrapping event.Fields) {
			return t.open(fs, indexPath(fs, "_raw", "result._raw"))
		},
		times: []place{{event.Envelope, "_time"}, {event.Envelope, "result._time"}},
	}
}

// splunkHEC is the envelope of Splunk's HTTP event collector: the event, as an
// object or a text, below event. host may be the collector's.
func splunkHEC(t *texts) Dialect {
	ours := func(f event.Field) bool {
		switch topLevel(&f) {
		case "event", "event.", "time", "host", "source", "sourcetype", "index", "fields.", "fields", "format", "record":
			return true
		}
		return false
	}
	all := func(fs event.Fields) bool {
		return !slices.ContainsFunc(fs, func(f event.Field) bool { return !ours(f) })
	}
	return Dialect{
		name:  "splunk-hec",
		signs: []string{"event", "event."},
		is: func(fs event.Fields) bool {
			i := indexPath(fs, "event")
			return all(fs) && (i < 0 || looksLikeEvent(fs[i].Value.Raw()))
		},
		named: func(fs event.Fields) (is, sure bool) {
			is = all(fs)
			return is, !is || indexPath(fs, "event") < 0
		},
		lifts: []string{"event."},
		carriers: func(fs event.Fields) []int {
			if !all(fs) {
				return nil
			}
			return oneOrNone(indexPath(fs, "event"))
		},
		open: func(fs event.Fields) (inner, wrapping event.Fields) {
			if i := indexPath(fs, "event"); i >= 0 {
				return t.open(fs, i)
			}
			return lift(fs, "event.")
		},
		times: []place{{event.Envelope, "time"}},
	}
}

// oneOrNone returns i, or nothing where it is -1.
func oneOrNone(i int) []int {
	if i < 0 {
		return nil
	}
	return []int{i}
}

// indexPath returns the index of the field with one of the paths, or -1.
func indexPath(fs event.Fields, paths ...string) int {
	for i := range fs {
		for _, path := range paths {
			if pathOf(&fs[i]) == path {
				return i
			}
		}
	}
	return -1
}

// lift takes the fields below prefix out of their object.
func lift(fs event.Fields, prefix string) (inner, wrapping event.Fields) {
	for _, f := range fs {
		path, ok := strings.CutPrefix(f.Path, prefix)
		if !ok {
			wrapping = append(wrapping, f)
			continue
		}
		if f.Path = path; path == f.Name {
			f.Path = ""
		}
		inner = append(inner, f)
	}
	return inner, wrapping
}
