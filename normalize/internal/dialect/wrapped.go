package dialect

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// wrapped is a whole event as the text of a field of something else: syslog in
// JSON, Log Analytics' Syslog table, what Logstash and others forward unread.
func wrapped(t *texts) Dialect {
	find := func(fs event.Fields) int {
		return slices.IndexFunc(fs, func(f event.Field) bool {
			return wraps(pathOf(&f)) && looksLikeEvent(f.Value.Raw())
		})
	}
	return Dialect{
		name:  "wrapped",
		times: []place{{event.Envelope, "@timestamp"}},
		signs: []string{"message", "Message", "SyslogMessage", "log", "full_log", "raw_data", "event.", "MESSAGE", "xml",
			"System", "value", "data", "body", "Body", "payload", "properties.", "RawXml", "EventXML", "Xml", "msg", "rawmsg", "log.", "@rawstring", "xml_string", "rawLog", "raw_log", "raw", "Event"},
		is: func(fs event.Fields) bool { return find(fs) >= 0 },
		named: func(fs event.Fields) (is, sure bool) {
			return false, !slices.ContainsFunc(fs, func(f event.Field) bool { return wraps(pathOf(&f)) })
		},
		carriers: func(fs event.Fields) (at []int) {
			for i := range fs {
				if wraps(pathOf(&fs[i])) {
					at = append(at, i)
				}
			}
			return at
		},
		open: func(fs event.Fields) (inner, wrapping event.Fields) { return t.open(fs, find(fs)) },
	}
}

// wraps reports whether events are known to stand in the field of that path.
func wraps(path string) bool {
	switch path {
	case "message", "Message", "SyslogMessage", "log", "full_log", "raw_data", "event.original", "MESSAGE", "xml",
		"System", "value", "data", "body", "Body", "payload", "properties.RawXml", "RawXml", "EventXML", "Xml", "msg", "rawmsg", "log.original",
		"@rawstring", "xml_string", "rawLog", "raw_log", "raw", "Event":
		return true
	}
	return false
}

// looksLikeEvent is a quick look for what tells the texts of events.
func looksLikeEvent(s string) bool {
	return strings.HasPrefix(strings.TrimLeft(s, " "), "{") || strings.Contains(s, "<Event") ||
		strings.Contains(s, "MSWinEventLog") || strings.Contains(s, "EventCode=") || strings.Contains(s, "[NXLOG@14506 ")
}

// elasticHit is a document as Elasticsearch returns it.
func elasticHit() Dialect {
	return Dialect{
		name:  "elasticsearch",
		signs: []string{"_source.", "_index,fields."},
		lifts: []string{"_source.", "fields."},
		open: func(fs event.Fields) (inner, wrapping event.Fields) {
			if inner, wrapping = lift(fs, "_source."); inner == nil {
				inner, wrapping = lift(fs, "fields.")
			}
			return inner, wrapping
		},
	}
}

// message is nothing but a rendered message: what people copy out of Event
// Viewer or a ticket.
func message() Dialect {
	return Dialect{
		name:  "message",
		signs: []string{"Message"},
		is:    func(fs event.Fields) bool { return len(fs) == 1 && !looksLikeEvent(fs[0].Value.Raw()) },
		sort: func(fs event.Fields) event.Fields {
			fs[0].Section = event.Rendering
			return fs
		},
	}
}
