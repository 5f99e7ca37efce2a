package evtx

import (
	"iter"
	"strings"

	"github.com/Velocidex/ordereddict"

	"github.com/rulehound/rulehound/normalize/event"
)

// flattener turns the decoder's tree of a record into fields, named as those of
// Event XML are: see the winxml package. In the tree an element is its text, or
// a map of attributes and children with its text under "Value"; elements of one
// name are a list.
type flattener struct {
	types  map[int]uint8 // of values, by their offset in the chunk
	fields event.Fields
}

// flatten returns the fields of a record, nil if there is no event in it.
func flatten(tree any, types map[int]uint8) event.Fields {
	f := flattener{types: types}
	for key, root := range children(tree) {
		if key == "Event" {
			f.event(root)
		}
	}
	return f.fields
}

func (f *flattener) event(root any) {
	for key, v := range children(root) {
		switch key {
		case "System":
			f.system(v)
		case eventDataName:
			f.eventData(v)
		case "UserData":
			for key, v := range children(v) {
				f.element(event.UserData, "", key, v)
			}
		case "RenderingInfo":
			f.rendering(v)
		case "ProcessingErrorData", "DebugData", "BinaryEventData":
			f.element(event.EventData, "", key, v)
		default:
			f.element(event.UserData, "", key, v)
		}
	}
}

func (f *flattener) system(tree any) {
	for key, v := range children(tree) {
		parts, attributes := v.(*ordereddict.Dict)
		if !attributes {
			f.systemText(key, v)
			continue
		}
		for attr, v := range children(parts) {
			switch name := key + "_" + attr; name {
			case key + "_Value":
				f.add(event.System, key, "", v)
			case "TimeCreated_SystemTime":
				f.add(event.System, "TimeCreated", "", v)
			default:
				f.add(event.System, name, "", v)
			}
		}
	}
}

// systemText adds an element of System without attributes. Of an empty one the
// decoder shows the template's first value.
func (f *flattener) systemText(key string, v any) {
	_, isText := v.(string)
	switch key {
	case "Provider", "TimeCreated", "Correlation", "Execution", "Security": // all is said in attributes
	case "Channel", "Computer":
		if !isText {
			v = ""
		}
		fallthrough
	default:
		f.add(event.System, key, "", v)
	}
}

func (f *flattener) eventData(tree any) {
	for key, v := range children(tree) {
		switch key {
		case "Data":
			for item := range items(v) {
				f.data(item)
			}
		case "Name":
			f.add(event.EventData, "EventData.Name", "", v)
		default:
			f.element(event.EventData, "", key, v)
		}
	}
}

// data adds a Data element: a text, or a map with Name and Value.
func (f *flattener) data(item any) {
	parts, ok := item.(*ordereddict.Dict)
	if !ok {
		f.add(event.EventData, "Data", "", item)
		return
	}
	name, ok := parts.GetString("Name")
	if !ok {
		name = "Data"
	}
	v, _ := parts.Get("Value")
	f.element(event.EventData, "", name, v)
}

func (f *flattener) rendering(tree any) {
	for key, v := range children(tree) {
		switch key {
		case "Culture":
			f.add(event.Rendering, "RenderingInfo.Culture", "", v)
		case "Message":
			f.add(event.Rendering, key, "", v)
		case "Keywords":
			for _, v := range children(v) {
				for word := range items(v) {
					f.add(event.Rendering, "RenderedKeywords", "", word)
				}
			}
		default:
			f.add(event.Rendering, "Rendered"+key, "", v)
		}
	}
}

// element adds the element key, which may be there several times, inside the one at path.
func (f *flattener) element(s event.Section, path, key string, v any) {
	full := key
	if path != "" {
		full = path + "." + key
	}
	for v := range items(v) {
		parts, ok := v.(*ordereddict.Dict)
		if !ok {
			f.add(s, key, full, v)
			continue
		}
		for child, v := range children(parts) {
			if child == "Value" && parts.Len() > 1 { // the text beside attributes
				f.add(s, key, full, v)
			} else {
				f.element(s, full, child, v)
			}
		}
	}
}

// add adds a field for each value that v holds. path is "" where it says no
// more than the name.
func (f *flattener) add(s event.Section, name, path string, v any) {
	if path == name {
		path = ""
	}
	for _, value := range f.values(v) {
		f.fields = append(f.fields, event.Field{Name: name, Path: path, Section: s, Value: value})
	}
}

// values returns the values of a leaf. An element without a value is empty text.
func (f *flattener) values(leaf any) []event.Value {
	switch v := leaf.(type) {
	case string:
		return []event.Value{event.TextValue(v)}
	case []byte:
		// The decoder cuts binary values from its copy of the chunk, which ends
		// where the chunk does: what is left behind one tells where it began.
		if typ, ok := f.types[chunkSize-cap(v)]; ok {
			return decodeValues(typ, v)
		}
		return []event.Value{event.BinaryValue(v)}
	}
	return []event.Value{event.TextValue("")}
}

// children yields what is in an element, namespaces left out.
func children(tree any) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		parts, ok := tree.(*ordereddict.Dict)
		if !ok {
			return
		}
		for _, item := range parts.Items() {
			prefix, key, ok := strings.Cut(item.Key, ":")
			if !ok {
				key = prefix
			}
			if prefix != "xmlns" && !yield(key, item.Value) {
				return
			}
		}
	}
}

// items yields the elements of one name.
func items(v any) iter.Seq[any] {
	return func(yield func(any) bool) {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, item := range list {
			if !yield(item) {
				return
			}
		}
	}
}
