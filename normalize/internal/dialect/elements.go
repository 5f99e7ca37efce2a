package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// elements sorts JSON that was made from Event XML, element by element. It
// gives fields the same names and paths as the reader of Event XML does.
type elements struct {
	root   string        // path of <Event> with a full stop, "" where its children are at the top
	system places        // by the path below System
	others event.Section // of objects that are not of Windows' form
}

// sorts makes e the sort of d.
func (e *elements) sorts(d Dialect) Dialect {
	d.sort, d.place, d.loose = e.sort, e.place, e.isLoose
	return d
}

func newElements(root string, others event.Section) *elements {
	e := &elements{root: root, others: others}
	for _, name := range []string{"EventID", "Version", "Level", "Task", "Opcode", "Keywords", "EventRecordID", "Channel", "Computer"} {
		e.system.add(event.System, name, name, name+".#text", name+".Value", name+"._")
	}
	for _, a := range []struct{ element, attribute, name string }{
		{"Provider", "Name", "Provider_Name"},
		{"Provider", "Guid", "Provider_Guid"},
		{"EventID", "Qualifiers", "EventID_Qualifiers"},
		{"TimeCreated", "SystemTime", "TimeCreated"},
		{"Correlation", "ActivityID", "Correlation_ActivityID"},
		{"Correlation", "RelatedActivityID", "Correlation_RelatedActivityID"},
		{"Execution", "ProcessID", "Execution_ProcessID"},
		{"Execution", "ThreadID", "Execution_ThreadID"},
		{"Security", "UserID", "Security_UserID"},
	} {
		e.system.add(event.System, a.name,
			a.element+"."+a.attribute, a.element+".#attributes."+a.attribute,
			a.element+"_attributes."+a.attribute, a.element+".@"+a.attribute, a.element+".$."+a.attribute)
	}
	return e
}

// sort gives each field its place. What only frames the event is left out:
// namespaces, elements without content.
func (e *elements) sort(fs event.Fields) event.Fields {
	out := fs[:0]
	for i := 0; i < len(fs); i++ {
		f := fs[i]
		keep, taken := e.put(&f, fs[i+1:])
		i += taken
		if keep {
			out = append(out, f)
		}
	}
	return out
}

// put gives f its place. It may take the first of rest for its value.
func (e *elements) put(f *event.Field, rest event.Fields) (keep bool, taken int) {
	part, path, deeper := e.part(f)
	switch {
	case !deeper:
		keep = outerField(f)
	case part == "System":
		keep = e.systemField(f, path)
	case part == "EventData":
		keep, taken = dataField(f, path, rest)
	case part == "UserData":
		keep = elementField(f, event.UserData, path)
	case part == "RenderingInfo":
		renderedField(f, path)
		keep = true
	default:
		keep = e.otherField(f, part, path)
	}
	return keep, taken
}

// part returns the part of the event that f stands in, and its path below that.
func (e *elements) part(f *event.Field) (part, path string, deeper bool) {
	path, inside := strings.CutPrefix(f.Path, e.root)
	part, path, deeper = strings.Cut(path, ".")
	return part, path, inside && deeper
}

// place gives f its place unless it is left out.
func (e *elements) place(f *event.Field) {
	if keep, _ := e.put(f, nil); !keep {
		f.Section = event.Unsorted
	}
}

// isLoose reports whether values or the fields beside it tell where f belongs.
func (e *elements) isLoose(f *event.Field) bool {
	part, path, deeper := e.part(f)
	if !deeper {
		return isPart(f.Name)
	}
	return part == "EventData" && (isName(path) || isValue(path))
}

// isPart reports whether name is that of a part of events.
func isPart(name string) bool {
	return name == "System" || name == "EventData" || name == "UserData" || name == "RenderingInfo"
}

// outerField sorts a scalar beside the parts of the event, or instead of one.
func outerField(f *event.Field) bool {
	f.Section = event.Envelope
	switch {
	case isPart(f.Name):
		f.Section = event.EventData
		return !f.Value.IsNull()
	case f.Name == "Message":
		f.Section = event.Rendering
	}
	return true
}

func (e *elements) systemField(f *event.Field, path string) bool {
	if to, ok := e.system.find(path); ok {
		f.Path = ""
		to.put(f)
		return true
	}
	f.Section = event.System
	if f.Value.IsNull() {
		return false // <Correlation/>, <Security/>
	}
	if element, attribute, ok := cutAttribute(path); ok {
		path = element + "." + attribute
	}
	f.Name, f.Path = strings.ReplaceAll(path, ".", "_"), ""
	return true
}

// dataField sorts a field of EventData. A name and a value that stand beside
// each other are one field, made of f and the first of rest; taken says so.
func dataField(f *event.Field, path string, rest event.Fields) (keep bool, taken int) {
	if path == f.Name { // Fast path: a Data element became a member of its own.
		f.Section, f.Path = event.EventData, ""
		return !isNamespace(path), 0
	}
	above := f.Path[:len(f.Path)-len(path)]
	next := ""
	if len(rest) > 0 && strings.HasPrefix(rest[0].Path, above) {
		next = rest[0].Path[len(above):]
	}
	switch {
	case isName(path) && isValue(next):
		makeData(f, f.Value, rest[0].Value)
		return true, 1
	case isValue(path) && (next == "Data.@Name" || next == "Data.$.Name"): // sorted by key
		makeData(f, rest[0].Value, f.Value)
		return true, 1
	case isName(path):
		makeData(f, f.Value, event.TextValue(""))
		return true, 0
	case isValue(path):
		makeData(f, event.Value{}, f.Value)
		return true, 0
	}
	return elementField(f, event.EventData, path), 0
}

func isName(path string) bool {
	return path == "Data.Name" || path == "Data.@Name" || path == "Data.#attributes.Name" || path == "Data.$.Name"
}

func isValue(path string) bool {
	return path == "Data.Value" || path == "Data.#text" || path == "Data._"
}

// makeData makes f a Data element with the given name, without one when it is null.
func makeData(f *event.Field, name, v event.Value) {
	*f = event.Field{Name: name.Raw(), Section: event.EventData, Origin: f.Origin, Value: v}
	if f.Name == "" {
		f.Name = "Data"
	}
}

// elementField sorts a field by its path below a section.
func elementField(f *event.Field, section event.Section, path string) bool {
	f.Section = section
	if element, attribute, ok := cutAttribute(path); ok {
		return attributeField(f, element, attribute)
	}
	if text, ok := strings.CutSuffix(path, ".#text"); ok {
		path = text
		f.Name = text[strings.LastIndexByte(text, '.')+1:]
	}
	f.Path = path
	if f.Name == path {
		f.Path = ""
	}
	return !isNamespace(f.Name)
}

// attributeField names an attribute after its element; the section itself is "".
func attributeField(f *event.Field, element, attribute string) bool {
	name := element[strings.LastIndexByte(element, '.')+1:]
	if name == "" {
		name = map[event.Section]string{event.EventData: "EventData", event.UserData: "UserData"}[f.Section]
	}
	f.Name, f.Path = name+"."+attribute, ""
	if element != "" && element != name {
		f.Path = element + "." + attribute
	}
	return !isNamespace(attribute)
}

// cutAttribute splits the path of an attribute from that of its element.
func cutAttribute(path string) (element, attribute string, ok bool) {
	for _, mark := range [...]string{"#attributes.", "_attributes."} {
		if element, attribute, ok = strings.Cut(path, mark); ok {
			return strings.TrimSuffix(element, "."), attribute, true
		}
	}
	i := strings.LastIndexByte(path, '.')
	attribute, ok = strings.CutPrefix(path[i+1:], "@")
	return path[:max(i, 0)], attribute, ok
}

func isNamespace(name string) bool { return name == "xmlns" || strings.HasPrefix(name, "xmlns:") }

// renderedField names what Windows said in words so that it never passes for a
// System field.
func renderedField(f *event.Field, path string) {
	f.Section, f.Path = event.Rendering, ""
	if _, attribute, ok := cutAttribute(path); ok {
		f.Name = "RenderingInfo." + attribute
		return
	}
	name, _, _ := strings.Cut(path, ".") // Keywords has one Keyword for each
	if name != "Message" {
		name = "Rendered" + name
	}
	f.Name = name
}

// otherField sorts what is in none of the usual parts of an event.
func (e *elements) otherField(f *event.Field, part, path string) bool {
	switch base, attributes := strings.CutSuffix(part, "_attributes"); {
	case part == "#attributes", attributes && e.root != "":
		f.Section = event.EventData
		return attributeField(f, strings.TrimPrefix(base, "#attributes"), path)
	case part == "ProcessingErrorData", part == "DebugData", part == "BinaryEventData":
		return elementField(f, event.EventData, part+"."+path)
	}
	f.Section = e.others
	return true
}
