package sigma

import (
	"strings"

	sigmago "github.com/bradleyjkemp/sigma-go"
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// item is one field of a selection with its modifiers and values, or, without a
// field, keywords.
type item struct {
	*reader
	field  string
	key    *yaml.Node // where the field stands
	text   string     // how it is written
	mods   *modifiers // nil when they are refused
	values []literal
	list   bool
}

// item reads one pair of a mapping, as sigma-go took it apart.
func (r *reader) item(m sigmago.FieldMatcher, key, value *yaml.Node) *item {
	it := &item{reader: r, field: m.Field, key: key, text: shorten(key.Value) + ": ", list: value.Kind == yaml.SequenceNode}
	it.mods, _ = r.modifiers(key, m.Field, m.Modifiers)
	r.piped.values = r.filled[key]
	nodes := []*yaml.Node{value}
	if it.list {
		nodes = value.Content
	}
	it.values = make([]literal, len(nodes))
	for i, n := range nodes {
		it.values[i] = r.literal(m.Values[i], n)
	}
	return it
}

// keywords reads the keywords of a search.
func (r *reader) keywords(s *search) *item {
	it := &item{reader: r, key: s.key, mods: &modifiers{}, list: true}
	for i, n := range s.keywords {
		var text any = n.Value
		if len(s.parsed.Keywords) > 0 {
			text = s.parsed.Keywords[i]
		}
		it.values = append(it.values, r.literal(text, n))
	}
	return it
}

// node lowers the item. A refused one gives a condition that nobody will see.
func (it *item) node() ir.Node {
	if it.mods == nil || !it.allow(it.key, len(it.values)) || !it.checkAll() {
		return &ir.Or{}
	}
	n := it.quantified()
	if it.mods.has(negation) {
		return &ir.Not{Meta: at(it.key, it.text+sources(it.values)), Kid: n}
	}
	return n
}

// checkAll warns of "all" over a single value: published rules have it. Over a
// single keyword it is refused.
func (it *item) checkAll() bool {
	if !it.mods.has(every) || len(it.values) > 1 {
		return true
	}
	if it.field == "" {
		p := it.report(it.key, codeKeyword, "the keyword modifier \"all\" needs at least two keywords")
		p.Hint = "write a list of keywords without it"
		return false
	}
	p := it.report(it.key, codeAllSingle, "the modifier \"all\" has a single value")
	p.Hint = "leave it out"
	return true
}

// quantified joins the predicates of the values: any of them, or all.
func (it *item) quantified() ir.Node {
	if it.mods.has(every) && len(it.values) > 1 {
		var all []ir.Node
		for _, v := range it.values {
			meta := at(it.key, it.text+v.source())
			meta.Line, meta.Col = v.node.Line, v.node.Column
			all = append(all, it.anyOf(meta, []literal{v}))
		}
		return &ir.And{Meta: at(it.key, it.text+sources(it.values)), Kids: all}
	}
	return it.anyOf(at(it.key, it.text+sources(it.values)), it.values)
}

// anyOf returns the predicate that one of the values matches.
func (it *item) anyOf(meta ir.Meta, values []literal) ir.Node {
	switch {
	case it.mods.has(presence):
		return it.exists(meta, values[0])
	case !it.list && values[0].kind == nullLiteral:
		return it.null(meta, values[0])
	case it.mods.has(reference):
		return it.references(meta, values)
	}
	alternatives := make([]ir.Value, 0, len(values))
	for _, v := range values {
		alternatives = append(alternatives, it.alternatives(v)...)
	}
	if len(alternatives) == 0 { // refused, or a placeholder for nothing
		return &ir.Or{Meta: meta}
	}
	if it.field == "" {
		return &ir.Keyword{Meta: meta, Cased: it.mods.has(caseful), Values: alternatives}
	}
	return &ir.Field{Meta: meta, Name: it.field, Op: it.mods.op, Part: it.mods.part, Cased: it.mods.has(caseful), Values: alternatives}
}

// exists lowers a check of presence. It takes no modifiers beside it.
func (it *item) exists(meta ir.Meta, v literal) ir.Node {
	if it.list || v.kind != boolLiteral {
		p := it.report(v.node, codeValue, "exists takes true or false")
		p.Hint = "write it without quotes and brackets"
		return &ir.Or{}
	}
	n := &ir.Field{Meta: meta, Name: it.field, Op: ir.Exists}
	if strings.EqualFold(v.text, "true") {
		return n
	}
	return &ir.Not{Meta: meta, Kid: n}
}

// null lowers a check of absence.
func (it *item) null(meta ir.Meta, v literal) ir.Node {
	switch {
	case it.field == "":
		it.report(v.node, codeNull, "null is no keyword")
	case it.mods.groups&^lists != 0:
		p := it.report(v.node, codeNull, "null can only be compared for equality")
		p.Hint = "write '' for an empty text"
	}
	return &ir.Field{Meta: meta, Name: it.field, Op: ir.Null}
}

// references lowers the comparison with other fields.
func (it *item) references(meta ir.Meta, values []literal) ir.Node {
	var kids []ir.Node
	for _, v := range values {
		name, ok := v.pattern(false).Literal()
		if !ok || name == "" || v.kind == nullLiteral {
			it.report(v.node, codeValue, "fieldref takes the name of a field")
		}
		kids = append(kids, &ir.Field{Meta: meta, Name: it.field, Op: it.mods.op, Ref: name})
	}
	if len(kids) == 1 {
		return kids[0]
	}
	return &ir.Or{Meta: meta, Kids: kids}
}

// alternatives works out one value: encodings and placeholders may make several
// of it. A refused value gives none, and a placeholder with an empty list.
func (it *item) alternatives(v literal) []ir.Value {
	values, f := it.lower(v)
	if f != nil {
		it.reportAt(v.node, f)
		return nil
	}
	if !it.allow(it.key, len(values)-1) {
		return nil
	}
	for i := range values {
		values[i].Line, values[i].Col = v.node.Line, v.node.Column
		if values[i].Kind != ir.NumberValue {
			values[i].Text = v.text
		}
	}
	return values
}

func (it *item) lower(v literal) ([]ir.Value, *fault) {
	m := it.mods
	switch {
	case v.kind == nullLiteral:
		return nil, &fault{code: codeNull, msg: "null cannot stand in a list", hint: "give it a selection of its own"}
	case m.has(regex):
		return it.expression(v.text)
	case v.kind == numberLiteral && it.field != "" && len(m.steps) == 0 && !m.has(anchors|network):
		return m.numberValue(v.number)
	}
	patterns := []notation.Pattern{v.pattern(m.has(placeholders))}
	for _, step := range m.steps {
		var f *fault
		if patterns, f = step(it.reader, patterns); f != nil {
			return nil, f
		}
	}
	switch {
	case m.has(network):
		return it.networkValues(v.node, patterns)
	case m.has(order | timePart):
		return m.numberValues(patterns)
	}
	for _, p := range patterns {
		n := p.Stops()
		if !it.spend(perNode*len(p) + perPair*n*n) { // matching may try every piece from every piece on
			return nil, overBudget("the wildcards")
		}
	}
	op := m.op
	if it.field == "" {
		op = ir.Contains
	}
	return textValues(patterns, op)
}
