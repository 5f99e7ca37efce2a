package evtx

import "strings"

// The names are those that winxml gives, so that a log reads the same in either
// form.

// elementName names the field of an element with text: by its own name, and by
// the names down to it where it stands inside others.
func elementName(at place, element string) (name, path string) {
	switch {
	case at.area == inRendering:
		return renderedName(element), ""
	case at.path != "":
		return element, join(at.path, element)
	}
	return element, ""
}

// attributeName names the field of an attribute of the element that at ends
// with: Provider_Name in System, as Sigma calls it, elsewhere Element.Attribute.
func attributeName(at place, attribute string) (name, path string) {
	if at.area == inSystem {
		if at.path == "TimeCreated" && attribute == "SystemTime" {
			return "TimeCreated", ""
		}
		return at.path + "_" + attribute, ""
	}
	element := at.path[strings.LastIndexByte(at.path, '.')+1:]
	if element != at.path {
		path = join(at.path, attribute)
	}
	return join(element, attribute), path
}

// renderedName keeps what Windows says in words apart from the System fields of
// the same name. Keywords has one Keyword for each.
func renderedName(element string) string {
	switch element {
	case "Message":
		return element
	case "Keyword":
		return "RenderedKeywords"
	}
	return "Rendered" + element
}

// isVoid tells the System elements that say what they have to say in attributes.
func isVoid(at place, element string) bool {
	if at.area != inSystem {
		return false
	}
	switch element {
	case "Provider", "TimeCreated", "Correlation", "Execution", "Security":
		return true
	}
	return false
}

func isNamespace(attribute string) bool {
	return attribute == "xmlns" || strings.HasPrefix(attribute, "xmlns:")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
