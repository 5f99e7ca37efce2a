package evtx

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
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

	parts     []binxml.Part // the value of a fromParts
	nameParts []binxml.Part // a name that the record substitutes
	within    place         // where a fragment stands that is the value
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
func (p *planner) plan(root *binxml.Node, at place) (plan, error) {
	p.names = 0
	for n := root.First; n != nil; n = n.Next {
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

func (p *planner) element(n *binxml.Node, at place, must needs) {
	if p.names += len(at.path) + len(n.Name); p.names > maxPlanText {
		return
	}
	if n.Dependency != binxml.NoSub {
		must = must.and(n.Dependency)
	}
	switch {
	case at.area == inNothing && n.Name == "Event":
		p.children(n, place{area: inEvent}, must)
	case at.area == inNothing || at.area == inEvent:
		p.section(n, must)
	case at.area == inEventData && n.Name == "Data" || at.area == inEventData && n.Name == "ComplexData":
		p.data(n, must)
	default:
		p.leaf(n, at, must)
	}
}

// section handles the children of <Event>.
func (p *planner) section(n *binxml.Node, must needs) {
	switch n.Name {
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
func (p *planner) children(n *binxml.Node, at place, must needs) {
	for kid := n.First; kid != nil; kid = kid.Next {
		p.element(kid, at, must)
	}
	for _, part := range n.Parts {
		if part.Sub != binxml.NoSub {
			p.ops = append(p.ops, op{kind: fromFragment, needs: must, sub: part.Sub, within: at})
		}
	}
}

// data is <Data Name="X">, or <Data> without a name.
func (p *planner) data(n *binxml.Node, must needs) {
	o := op{field: event.Field{Name: n.Name, Section: event.EventData}, needs: must, within: place{area: inEventData}}
	for _, a := range n.Attributes {
		if a.Name != "Name" {
			continue
		}
		if text, ok := literalText(a.Parts); ok {
			o.field.Name = text
		} else {
			o.nameParts = a.Parts
		}
	}
	p.value(o, n.Parts)
	for kid := n.First; kid != nil; kid = kid.Next {
		p.element(kid, place{area: inUserData, path: o.field.Name}, must)
	}
}

// leaf is an element that is a field if it has text, and whose attributes and
// children are fields.
func (p *planner) leaf(n *binxml.Node, at place, must needs) {
	name, path := p.known.element(at, n.Name)
	hasFields := n.First != nil || slices.ContainsFunc(n.Attributes, func(a binxml.Attribute) bool { return !isNamespace(a.Name) })
	var within place
	if hasFields || len(n.Parts) > 0 && n.Parts[0].Sub != binxml.NoSub {
		within = place{area: at.area, path: p.known.join(at.path, n.Name)}
	}
	p.attributes(n, within, must)
	if len(n.Parts) > 0 || !hasFields && !isVoid(at, n.Name) {
		p.value(op{field: event.Field{Name: name, Path: path, Section: at.area.section()}, needs: must, within: within}, n.Parts)
	}
	for kid := n.First; kid != nil; kid = kid.Next {
		p.element(kid, within, must)
	}
}

func (p *planner) attributes(n *binxml.Node, at place, must needs) {
	for _, a := range n.Attributes {
		if isNamespace(a.Name) {
			continue
		}
		name, path := p.known.attribute(at, a.Name)
		p.value(op{field: event.Field{Name: name, Path: path, Section: at.area.section()}, needs: must}, a.Parts)
	}
}

// value completes an op with its text.
func (p *planner) value(o op, parts []binxml.Part) {
	text, ok := literalText(parts)
	switch {
	case o.nameParts != nil || !ok && len(parts) > 1:
		o.kind, o.parts = fromParts, parts
	case ok:
		o.kind, o.field.Value = literal, event.TextValue(text)
	default:
		o.kind, o.sub, o.nests = fromValue, parts[0].Sub, parts[0].Type == wintype.BinXML
	}
	o.role = roleOf(&o.field)
	p.ops = append(p.ops, o)
}

// literalText joins parts that are all text.
func literalText(parts []binxml.Part) (string, bool) {
	var text []byte
	for i, part := range parts {
		switch {
		case part.Sub != binxml.NoSub:
			return "", false
		case len(parts) == 1:
			return part.Text, true
		case i == 0 || part.Text != "":
			text = append(text, part.Text...)
		}
	}
	return string(text), true
}
