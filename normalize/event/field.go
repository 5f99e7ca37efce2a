package event

import "iter"

// Section says which part of a Windows event a field stands in.
type Section uint8

// The sections. Unsorted is the zero Section: a source that knows no Windows
// structure (plain JSON) leaves the sorting to the normaliser.
const (
	Unsorted  Section = iota
	System            // <System>, under the names that Sigma uses: Provider_Name, EventID, Execution_ProcessID …
	EventData         // <EventData>
	UserData          // <UserData>, named by its leaf elements
	Rendering         // <RenderingInfo> or a collector's message: what Windows said in words
	Envelope          // what the collector added about itself
	Derived           // made of other fields by the normaliser: no log has it
)

var sectionNames = [...]string{"unsorted", "system", "eventdata", "userdata", "rendering", "envelope", "derived"}

// String returns the section's lower-case name.
func (s Section) String() string {
	if int(s) < len(sectionNames) {
		return sectionNames[s]
	}
	return "section(?)"
}

// Field is one named value. A name that has several values stands in several
// fields, in the order of the source.
type Field struct {
	// Name is the field's own name: the Data element's Name attribute, the leaf
	// element of UserData, the Sigma name of a System field. In an Unsorted
	// field it is the last part of Path.
	Name string
	// Path is the full dotted path where it says more than Name (UserData,
	// nested JSON), otherwise "".
	Path    string
	Section Section
	// Origin is for explanations: which field of the record this one came from,
	// counted from 1. 0 is unknown.
	Origin uint32
	Value  Value
}

// Fields is a list of fields in source order. Look-ups ignore the case of
// names, see a field by its Name and by its Path, and do not allocate.
type Fields []Field

// Get returns the first value of the field called name.
func (fs Fields) Get(name string) (Value, bool) {
	for i := range fs {
		if fs[i].Is(name) {
			return fs[i].Value, true
		}
	}
	return Value{}, false
}

// Values yields every value of the field called name.
func (fs Fields) Values(name string) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for i := range fs {
			if fs[i].Is(name) && !yield(fs[i].Value) {
				return
			}
		}
	}
}

// In returns the first value of the field called name in section s, so that
// EventData's Version and System's do not hide each other.
func (fs Fields) In(s Section, name string) (Value, bool) {
	for i := range fs {
		if fs[i].Section == s && fs[i].Is(name) {
			return fs[i].Value, true
		}
	}
	return Value{}, false
}

// Is reports whether the field goes by name: as its name, with or without the
// blanks in it (rules write ThreatName for "Threat Name", as Sigma's taxonomy
// wants it), or as its path.
func (f *Field) Is(name string) bool {
	// Fast path: most names begin with another letter.
	if f.Path == "" && f.Name != "" && name != "" && f.Name[0] > ' ' && otherLetters(f.Name[0], name[0]) {
		return false
	}
	return equalFold(f.Name, name) || f.Path != "" && equalFold(f.Path, name) || equalJoined(f.Name, name)
}
