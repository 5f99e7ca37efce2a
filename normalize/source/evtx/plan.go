package evtx

import "github.com/rulehound/rulehound/normalize/event"

// place says where in an event a fragment stands, and so how its elements become
// fields. It is small and comparable: templates are planned once per place.
type place struct {
	area area
	path string // of the element around it, in UserData and its like
}

type area uint8

const (
	inNothing   area = iota // the fragment is the event
	inEvent                 // directly in <Event>
	inSystem                //
	inEventData             //
	inUserData              // also any other element directly in <Event>
	inRendering             // <RenderingInfo>
)

func (a area) section() event.Section {
	return [...]event.Section{event.UserData, event.UserData, event.System, event.EventData, event.UserData, event.Rendering}[a]
}

// op is one field to be: <Data Name="X">%5</Data> becomes {name: X, sub: 5}. The
// ops of a fragment are in document order.
type op struct {
	name, path string
	nameParts  []part // a name that the record substitutes
	section    event.Section
	needs      []uint16    // the substitutions that must not be NULL for the element to exist
	sub        uint16      // the value, when it is one substitution; else noSub
	parts      []part      // the value, when it is text mixed with substitutions
	literal    event.Value // the value, when it is all text
	within     place       // where a fragment stands that is the value
	only       bool        // nothing but such a fragment becomes fields here
}

// plan turns elements into the ops that make their fields.
func plan(roots []*node, at place) []op {
	p := planner{}
	for _, n := range roots {
		p.element(n, at, nil)
	}
	return p.ops
}

type planner struct{ ops []op }

func (p *planner) element(n *node, at place, needs []uint16) {
	if n.dependency != noSub {
		needs = append(needs[:len(needs):len(needs)], n.dependency)
	}
	switch {
	case at.area == inNothing && n.name == "Event":
		p.children(n, place{area: inEvent}, needs)
	case at.area == inNothing || at.area == inEvent:
		p.section(n, needs)
	case at.area == inEventData && n.name == "Data" || at.area == inEventData && n.name == "ComplexData":
		p.data(n, needs)
	default:
		p.leaf(n, at, needs)
	}
}

// section handles the children of <Event>.
func (p *planner) section(n *node, needs []uint16) {
	switch n.name {
	case "System":
		p.children(n, place{area: inSystem}, needs)
	case "EventData":
		p.attributes(n, place{area: inEventData, path: "EventData"}, needs)
		p.children(n, place{area: inEventData}, needs)
	case "UserData":
		p.children(n, place{area: inUserData}, needs)
	case "RenderingInfo":
		p.attributes(n, place{area: inRendering, path: "RenderingInfo"}, needs)
		p.children(n, place{area: inRendering}, needs)
	case "ProcessingErrorData", "DebugData", "BinaryEventData":
		p.leaf(n, place{area: inEventData}, needs)
	default:
		p.leaf(n, place{area: inUserData}, needs)
	}
}

// children plans what stands inside an element that is no field itself.
func (p *planner) children(n *node, at place, needs []uint16) {
	for _, kid := range n.kids {
		p.element(kid, at, needs)
	}
	for _, part := range n.parts {
		if part.sub != noSub {
			p.ops = append(p.ops, op{needs: needs, sub: part.sub, within: at, only: true})
		}
	}
}

// data is <Data Name="X">, or <Data> without a name.
func (p *planner) data(n *node, needs []uint16) {
	o := op{name: n.name, section: event.EventData, needs: needs, within: place{area: inEventData}}
	for _, a := range n.attributes {
		if a.name != "Name" {
			continue
		}
		if text, ok := literalText(a.parts); ok {
			o.name = text
		} else {
			o.nameParts = a.parts
		}
	}
	p.value(o, n.parts)
	for _, kid := range n.kids {
		p.element(kid, place{area: inUserData, path: o.name}, needs)
	}
}

// leaf is an element that is a field if it has text, and whose attributes and
// children are fields.
func (p *planner) leaf(n *node, at place, needs []uint16) {
	name, path := elementName(at, n.name)
	within := place{area: at.area, path: join(at.path, n.name)}
	p.attributes(n, within, needs)
	hasFields := len(n.kids) > 0 || len(n.attributes) > 0
	if len(n.parts) > 0 || !hasFields && !isVoid(at, n.name) {
		p.value(op{name: name, path: path, section: at.area.section(), needs: needs, within: within}, n.parts)
	}
	for _, kid := range n.kids {
		p.element(kid, within, needs)
	}
}

func (p *planner) attributes(n *node, at place, needs []uint16) {
	for _, a := range n.attributes {
		if isNamespace(a.name) {
			continue
		}
		name, path := attributeName(at, a.name)
		p.value(op{name: name, path: path, section: at.area.section(), needs: needs}, a.parts)
	}
}

// value completes an op with its text.
func (p *planner) value(o op, parts []part) {
	o.sub = noSub
	if text, ok := literalText(parts); ok {
		o.literal = event.TextValue(text)
	} else if len(parts) == 1 {
		o.sub = parts[0].sub
	} else {
		o.parts = parts
	}
	p.ops = append(p.ops, o)
}

func literalText(parts []part) (string, bool) {
	var text string
	for _, part := range parts {
		if part.sub != noSub {
			return "", false
		}
		text += part.text
	}
	return text, true
}
