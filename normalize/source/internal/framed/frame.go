package framed

// frame follows JSON byte by byte: which list of events, if any, the object at hand has
// around what comes next.
type frame struct {
	jsonText
	depth  int   // of brackets
	list   int   // the depth inside the list at hand, 0 outside of one
	hits   int   // the depth inside the object called hits
	otlp   bool  // the object at hand is a batch of OpenTelemetry's protocol
	splunk bool  // the object at hand is an answer of Splunk: its messages are about the search
	framed bool  // the object at hand has a list
	event  bool  // the object at hand is an event itself
	other  int   // the depth inside another list of the object at hand, 0 outside of one
	beside int64 // the objects in such lists of the object at hand
}

// framesList reports whether JSON that begins with b begins with a list in an object.
func framesList(b []byte) bool {
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	f := frame{}
	for _, c := range b {
		f.next(c)
		if f.list > 0 && f.depth > f.list {
			return c == '{'
		}
		if f.event || f.otlp || f.depth == 0 {
			return f.otlp
		}
	}
	return false
}

// inEvent reports whether what comes next is of an event in a list.
func (f *frame) inEvent() bool { return f.list > 0 && f.depth > f.list }

// within follows the event at hand, if there is one, and returns how much of b is of
// it. Its twin is next.
func (f *frame) within(b []byte) int {
	i := 0
	for ; i < len(b) && f.inEvent(); i++ {
		if f.quoted {
			if !f.escape {
				i += textRun(b[i:])
			}
			if i < len(b) {
				f.quoted, f.escape = f.escape || b[i] != '"', !f.escape && b[i] == '\\'
			}
			continue
		}
		switch b[i] {
		case '"':
			f.open()
		case '{', '[':
			f.depth++
		case '}', ']':
			f.depth--
		}
	}
	return min(i, len(b))
}

// next follows the brackets and names up to behind c.
func (f *frame) next(c byte) {
	if f.quoted {
		keep := maxFrameName
		if f.inEvent() {
			keep = 0
		}
		f.inText(c, keep)
		return
	}
	switch c {
	case '"':
		f.open()
	case ':':
		if !f.inEvent() {
			f.named()
		}
	case ',':
		f.name = ""
	case '{', '[':
		f.enter(c == '[')
		f.name = ""
	case '}', ']':
		f.leave()
	}
}

const maxFrameName = 32

// named takes the text as the name of what comes next.
func (f *frame) named() {
	f.name = string(f.text)
	if f.depth == 1 {
		f.event = f.event || isEventName(f.name)
		f.splunk = f.splunk || f.name == "preview"
	}
}

// enter goes into an array or an object.
func (f *frame) enter(array bool) {
	f.depth++
	switch {
	case f.list > 0 || f.event:
	case array && f.isList():
		f.list, f.framed = f.depth, true
	case !array && f.depth == 2 && f.name == "hits":
		f.hits = f.depth
	case array && f.depth == 2 && f.name == "resourceLogs":
		f.otlp = true
	case array && f.depth == 2 && f.name != "used_indices": // where Graylog searched
		f.other = f.depth
	case !array && f.other > 0 && f.depth == f.other+1:
		f.beside++
	}
}

// isList reports whether the array that begins is the list of events.
func (f *frame) isList() bool {
	switch {
	case f.depth == 2 && f.name == "messages":
		return !f.splunk
	case f.depth == 2 && isListName(f.name):
		return true
	case f.name == "hits":
		return f.hits > 0 && f.depth == f.hits+1
	}
	return f.otlp && f.depth == 6 && f.name == "logRecords"
}

// leave goes out of the innermost array or object.
func (f *frame) leave() {
	for _, in := range [...]*int{&f.list, &f.hits, &f.other} {
		if *in == f.depth {
			*in = 0
		}
	}
	f.depth = max(0, f.depth-1)
}

// begin makes f ready for the next object.
func (f *frame) begin() {
	f.framed, f.event, f.otlp, f.splunk, f.beside = false, false, false, false, 0
}

// isListName knows what lists of events are called.
func isListName(name string) bool {
	switch name {
	case "records", "Records", "events", "Events", "value", "results", "Results", "matches", "documents", "logs", "logEvents",
		"SecurityEvent", "WindowsEvent", "data", "rows":
		return true
	}
	return false
}

// isEventName knows names that only events have.
func isEventName(name string) bool {
	switch name {
	case "Event", "System", "winlog", "EventID", "EventData", "event_id", "Channel", "@timestamp", "class_uid":
		return true
	}
	return false
}
