package winxml

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// makeName says what the element or attribute key below parent is called. The
// elements that sections stand for have no name of their own, so that paths
// begin below them.
func makeName(parent *scan.Name, key string) *scan.Name {
	switch {
	case parent.Attr:
		return attrName(parent, key)
	case parent.Section == event.Unsorted:
		return partName(parent, key)
	case parent.Section == event.Rendering:
		return renderedName(parent, key)
	}
	return parent.Dotted(key)
}

// partName names a child of <Event>.
func partName(parent *scan.Name, key string) *scan.Name {
	switch key {
	case "System":
		return &scan.Name{Key: key, Section: event.System}
	case "EventData":
		return &scan.Name{Key: key, Section: event.EventData}
	case "UserData":
		return &scan.Name{Key: key, Section: event.UserData}
	case "RenderingInfo":
		return &scan.Name{Key: key, Section: event.Rendering}
	}
	name := parent.Dotted(key)
	name.Section = event.UserData
	switch key {
	case "ProcessingErrorData", "DebugData", "BinaryEventData":
		name.Section = event.EventData
	}
	return name
}

// renderedName names what Windows said in words so that it never passes for a
// System field. Keywords has one Keyword for each.
func renderedName(parent *scan.Name, key string) *scan.Name {
	name := &scan.Name{Key: key, Name: "Rendered" + key, Section: event.Rendering}
	switch {
	case parent.Name != "":
		name.Name = parent.Name
	case key == "Message":
		name.Name = key
	}
	return name
}

// attrName names an attribute of the element that parent stands for.
func attrName(parent *scan.Name, key string) *scan.Name {
	name := &scan.Name{Key: key, Section: parent.Section, Attr: true}
	if parent.Section == event.System {
		name.Name = parent.Key + "_" + key
		if name.Name == "TimeCreated_SystemTime" {
			name.Name = "TimeCreated"
		}
		return name
	}
	name.Name = parent.Key + "." + key
	if full := parent.Full(); full != "" && full != parent.Key {
		name.Path = full + "." + key
	}
	return name
}

// isPart reports whether name is one of the elements that sections stand for.
func isPart(name *scan.Name) bool { return name.Name == "" && !name.Attr }

// isVoid reports whether the element says what it has to say in attributes, so
// that it has no text even where it has none of them.
func isVoid(name *scan.Name) bool {
	if name.Section != event.System {
		return false
	}
	switch name.Key {
	case "Provider", "TimeCreated", "Correlation", "Execution", "Security":
		return true
	}
	return false
}

// local returns a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.LastIndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}
