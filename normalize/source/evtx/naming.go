package evtx

import "strings"

// naming remembers the names that it has made. Records without a template need
// theirs again and again.
type naming map[namingKey]nameAndPath

type namingKey struct {
	at    place
	name  string
	about namingOf
}

type namingOf uint8

const (
	ofElement namingOf = iota
	ofAttribute
	ofPath
)

type nameAndPath struct{ name, path string }

func (n *naming) element(at place, element string) (name, path string) {
	if at.path == "" && at.area != inRendering {
		return element, ""
	}
	return n.get(namingKey{at, element, ofElement}, elementName)
}

func (n *naming) attribute(at place, attribute string) (name, path string) {
	return n.get(namingKey{at, attribute, ofAttribute}, attributeName)
}

func (n *naming) join(path, name string) string {
	if path == "" {
		return name
	}
	joined, _ := n.get(namingKey{place{path: path}, name, ofPath}, func(at place, name string) (string, string) {
		return join(at.path, name), ""
	})
	return joined
}

func (n *naming) get(key namingKey, build func(place, string) (name, path string)) (name, path string) {
	if known, ok := (*n)[key]; ok {
		return known.name, known.path
	}
	name, path = build(key.at, key.name)
	if len(key.at.path)+len(key.name) > maxName {
		return name, path // not worth the memory
	}
	if *n == nil || len(*n) > maxAnswers {
		*n = naming{}
	}
	(*n)[key] = nameAndPath{name, path}
	return name, path
}

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
