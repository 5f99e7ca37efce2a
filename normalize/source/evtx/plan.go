package evtx

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// plan is what becomes of a fragment's elements: ops in document order.
type plan struct {
	ops  []op
	cost int // steps to run it
	text int // bytes of the template that its fields refer to
}

// op is one field to be: <Data Name="X">%5</Data> becomes the field X of value 5.
type op struct {
	kind  opKind
	role  role
	nests bool        // the value is said to be a fragment
	sub   uint16      // the value of a fromValue or fromFragment
	needs needs       // the substitutions that must not be NULL for the element to exist
	field event.Field // ready but for the value; of a literal, whole

	parts     []part // the value of a fromParts
	nameParts []part // a name that the record substitutes
	within    place  // where a fragment stands that is the value
}

type opKind uint8

const (
	literal      opKind = iota // the text stands in the template
	fromValue                  // one substitution
	fromFragment               // one substitution of which only a fragment becomes fields here
	fromParts                  // the value, or the name too, is put together
)

// role says what a field tells of the record's identity.
type role uint8

const (
	noRole role = iota
	channelRole
	providerRole
	eventIDRole
	timeRole
	recordIDRole
)

func roleOf(f *event.Field) role {
	if f.Section != event.System {
		return noRole
	}
	switch f.Name {
	case "Channel":
		return channelRole
	case "Provider_Name":
		return providerRole
	case "EventID":
		return eventIDRole
	case "TimeCreated":
		return timeRole
	case "EventRecordID":
		return recordIDRole
	}
	return noRole
}

// needs is a set of substitutions.
type needs struct {
	low  uint64   // the first 64, a bit each
	high []uint16 // the others
}

func (n needs) and(sub uint16) needs {
	if sub < 64 {
		n.low |= 1 << sub
	} else {
		n.high = append(n.high[:len(n.high):len(n.high)], sub)
	}
	return n
}

// plan turns the elements of a fragment into the ops that make their fields.
func (p *planner) plan(root *node, at place) (plan, error) {
	p.names = 0
	for n := root.first; n != nil; n = n.next {
		p.element(n, at, needs{})
	}
	if p.names > maxPlanText {
		return plan{}, errText
	}
	return planOf(p.ops), nil
}

func planOf(ops []op) plan {
	p := plan{ops: ops, cost: 1 + len(ops)}
	for i := range ops {
		o := &ops[i]
		p.cost += len(o.needs.high) + len(o.parts) + len(o.nameParts)
		p.text += len(o.field.Name) + len(o.field.Path) + len(o.field.Value.Raw())
	}
	return p
}

// planner makes plans.
type planner struct {
	ops   []op
	names int     // bytes of the names and paths made
	known *naming // names made before
}

func (p *planner) element(n *node, at place, must needs) {
	if p.names += len(at.path) + len(n.name); p.names > maxPlanText {
		return
	}
	if n.dependency != noSub {
		must = must.and(n.dependency)
	}
	switch {
	case at.area == inNothing && n.name == "Event":
		p.children(n, place{area: inEvent}, must)
	case at.area == inNothing || at.area == inEvent:
		p.section(n, must)
	case at.area == inEventData && n.name == "Data" || at.area == inEventData && n.name == "ComplexData":
		p.data(n, must)
	default:
		p.leaf(n, at, must)
	}
}

// section handles the children of <Event>.
func (p *planner) section(n *node, must needs) {
	switch n.name {
	case "System":
		p.children(n, place{area: inSystem}, must)
	case "EventData":
		p.attributes(n, place{area: inEventData, path: "EventData"}, must)
		p.children(n, place{area: inEventData}, must)
	case "UserData":
		p.children(n, place{area: inUserData}, must)
	case "RenderingInfo":
		p.attributes(n, place{area: inRendering, path: "RenderingInfo"}, must)
		p.children(n, place{area: inRendering}, must)
	case "ProcessingErrorData", "DebugData", "BinaryEventData":
		p.leaf(n, place{area: inEventData}, must)
	default:
		p.leaf(n, place{area: inUserData}, must)
	}
}

// children plans what stands inside an element that is no field itself.
func (p *planner) children(n *node, at place, must needs) {
	for kid := n.first; kid != nil; kid = kid.next {
		p.element(kid, at, must)
	}
	for _, part := range n.parts {
		if part.sub != noSub {
			p.ops = append(p.ops, op{kind: fromFragment, needs: must, sub: part.sub, within: at})
		}
	}
}

// data is <Data Name="X">, or <Data> without a name.
func (p *planner) data(n *node, must needs) {
	o := op{field: event.Field{Name: n.name, Section: event.EventData}, needs: must, within: place{area: inEventData}}
	for _, a := range n.attributes {
		if a.name != "Name" {
			continue
		}
		if text, ok := literalText(a.parts); ok {
			o.field.Name = text
		} else {
			o.nameParts = a.parts
		}
	}
	p.value(o, n.parts)
	for kid := n.first; kid != nil; kid = kid.next {
		p.element(kid, place{area: inUserData, path: o.field.Name}, must)
	}
}

// leaf is an element that is a field if it has text, and whose attributes and
// children are fields.
func (p *planner) leaf(n *node, at place, must needs) {
	name, path := p.known.element(at, n.name)
	hasFields := n.first != nil || slices.ContainsFunc(n.attributes, func(a attribute) bool { return !isNamespace(a.name) })
	var within place
	if hasFields || len(n.parts) > 0 && n.parts[0].sub != noSub {
		within = place{area: at.area, path: p.known.join(at.path, n.name)}
	}
	p.attributes(n, within, must)
	if len(n.parts) > 0 || !hasFields && !isVoid(at, n.name) {
		p.value(op{field: event.Field{Name: name, Path: path, Section: at.area.section()}, needs: must, within: within}, n.parts)
	}
	for kid := n.first; kid != nil; kid = kid.next {
		p.element(kid, within, must)
	}
}

func (p *planner) attributes(n *node, at place, must needs) {
	for _, a := range n.attributes {
		if isNamespace(a.name) {
			continue
		}
		name, path := p.known.attribute(at, a.name)
		p.value(op{field: event.Field{Name: name, Path: path, Section: at.area.section()}, needs: must}, a.parts)
	}
}

// value completes an op with its text.
func (p *planner) value(o op, parts []part) {
	text, ok := literalText(parts)
	switch {
	case o.nameParts != nil || !ok && len(parts) > 1:
		o.kind, o.parts = fromParts, parts
	case ok:
		o.kind, o.field.Value = literal, event.TextValue(text)
	default:
		o.kind, o.sub, o.nests = fromValue, parts[0].sub, parts[0].typ == wintype.BinXML
	}
	o.role = roleOf(&o.field)
	p.ops = append(p.ops, o)
}

// literalText joins parts that are all text.
func literalText(parts []part) (string, bool) {
	var text []byte
	for i, part := range parts {
		switch {
		case part.sub != noSub:
			return "", false
		case len(parts) == 1:
			return part.text, true
		case i == 0 || part.text != "":
			text = append(text, part.text...)
		}
	}
	return string(text), true
}
