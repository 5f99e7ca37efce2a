package sigma

import (
	"slices"
	"strings"

	sigmago "github.com/bradleyjkemp/sigma-go"
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/ir"
)

// search is one search identifier of a detection and what stands under it.
type search struct {
	key            *yaml.Node
	keywords, maps []*yaml.Node // any of them is enough
	parsed         sigmago.Search
	node           ir.Node
	used           bool
	broken         bool // its problem has been reported
}

// detection reads the section of the document that has selections and a
// condition, and returns the condition, nil when it is refused. The keys of
// others are not selections.
func (r *reader) detection(name string, others ...string) ir.Node {
	key, section := r.doc.Get(name)
	return r.detectionOf(key, section, others...)
}

// detectionOf reads a section.
func (r *reader) detectionOf(key, section *yaml.Node, others ...string) ir.Node {
	name := key.Value
	r.section = section
	if section.Kind != yaml.MappingNode {
		r.report(section, codeDetection, "%s must be a mapping of selections and a condition", name)
		return nil
	}
	if !r.afford(section) {
		r.reportAt(key, overBudget("the detection"))
		return nil
	}
	if !r.duplicates(section, "the "+name) {
		return nil
	}
	emptied := r.emptied(key)
	searches := slices.Clone(emptied)
	var conditionKey, condition *yaml.Node
	for k, v := range pairs(section) {
		switch k.Value {
		case "condition":
			conditionKey, condition = k, v
		case "timeframe":
			r.timeframe(k, section)
		default:
			if slices.Contains(others, k.Value) {
				continue
			}
			s := &search{key: k, node: &ir.Or{}}
			s.broken = !r.sift(s, v)
			searches = append(searches, s)
		}
	}
	if condition == nil {
		r.missing(key, section, "condition", "the "+name+" has no %s")
		return nil
	}
	if err := parse(searches); err != nil {
		r.undecodable(section, err)
		return nil
	}
	for _, s := range searches {
		if !s.broken {
			r.lower(s)
		}
	}
	return r.leaveOut(key, r.condition(conditionKey, condition, searches), emptied)
}

// undecodable reports the scalar that is not what its tag says, which is all
// that sigma-go can still trip over.
func (r *reader) undecodable(n *yaml.Node, err error) bool {
	var v any
	if n.Kind == yaml.ScalarNode && n.Decode(&v) != nil {
		r.report(n, codeValue, "%q is no %s", shorten(n.Value), n.ShortTag())
		return true
	}
	for _, kid := range n.Content {
		if r.undecodable(kid, nil) {
			return true
		}
	}
	if err != nil {
		r.report(n, codeValue, "%v", err)
	}
	return false
}

// timeframe only says something together with an aggregation, and rules with
// one are refused for that already.
func (r *reader) timeframe(k, section *yaml.Node) {
	for k, v := range pairs(section) {
		if k.Value == "condition" && strings.Contains(v.Value, "|") {
			return
		}
	}
	r.report(k, codeTimeframe, "timeframe means nothing without an aggregation or correlation")
}

// sift tells the keywords and the maps of a search apart. It reports whether
// all of them can mean something.
func (r *reader) sift(s *search, v *yaml.Node) bool {
	name := s.key.Value
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	if len(items) == 0 {
		r.report(s.key, codeEmpty, "the selection %q is an empty list", name)
	}
	ok := len(items) > 0
	for _, item := range items {
		switch {
		case item.Kind == yaml.SequenceNode:
			r.report(item, codeDetection, "the selection %q has a list inside its list", name)
			ok = false
		case item.Kind == yaml.MappingNode:
			ok = r.fieldMap(name, item) && ok
			s.maps = append(s.maps, item)
		case item.ShortTag() == "!!null":
			r.report(item, codeNull, "the selection %q has null as a keyword", name)
			ok = false
		default:
			s.keywords = append(s.keywords, item)
		}
	}
	return ok
}

// fieldMap checks the shape of a mapping from fields to values.
func (r *reader) fieldMap(name string, m *yaml.Node) bool {
	if len(m.Content) == 0 {
		r.report(m, codeEmpty, "the selection %q has an empty mapping, which would match every event", name)
		return false
	}
	ok := r.piped.rule != nil || r.duplicates(m, "this mapping") // what pipelines rename may have one name
	for k, v := range pairs(m) {
		switch {
		case v.Kind == yaml.MappingNode:
			r.report(v, codeDetection, "the value of %q is a mapping; values are texts, numbers or lists of them", k.Value)
			ok = false
		case v.Kind == yaml.SequenceNode && len(v.Content) == 0:
			r.report(v, codeEmpty, "the list of %q is empty", k.Value)
			ok = false
		}
		for _, item := range v.Content {
			if v.Kind == yaml.SequenceNode && item.Kind != yaml.ScalarNode {
				r.report(item, codeDetection, "the list of %q holds another list or a mapping", k.Value)
				ok = false
			}
		}
	}
	return ok
}

// duplicates refuses keys that stand twice in a mapping, and reports whether
// there were none.
func (r *reader) duplicates(m *yaml.Node, where string) bool {
	seen := make(map[string]bool, len(m.Content)/2)
	ok := true
	for k := range pairs(m) {
		if seen[k.Value] {
			r.report(k, codeDuplicate, "%q stands twice in %s", k.Value, where)
			ok = false
		}
		seen[k.Value] = true
	}
	return ok
}

// lower gives a search its condition.
func (r *reader) lower(s *search) {
	var kids []ir.Node
	if len(s.keywords) > 0 {
		i := r.keywords(s)
		kids = append(kids, i.node())
	}
	for i, m := range s.maps {
		kids = append(kids, r.fields(m, s.parsed.EventMatchers[i]))
	}
	meta := at(s.key, s.key.Value)
	s.node = kids[0]
	if len(kids) > 1 {
		s.node = &ir.Or{Meta: meta, Kids: kids}
	}
	s.node.Origin().Label = s.key.Value
}

// fields lowers one mapping: all of its fields have to match.
func (r *reader) fields(m *yaml.Node, matchers sigmago.EventMatcher) ir.Node {
	var all []ir.Node
	for i := 0; i < len(matchers) && !r.full(); {
		key := m.Content[2*i]
		join := r.joins[key]
		var kids []ir.Node
		for first := true; i < len(matchers) && (first || join != nil && r.joins[m.Content[2*i]] == join); i++ {
			kids = append(kids, r.item(matchers[i], m.Content[2*i], m.Content[2*i+1]).node())
			first = false
		}
		all = append(all, joined(join, key, kids))
	}
	if len(all) == 1 {
		return all[0]
	}
	return &ir.And{Meta: at(m, together(all)), Kids: all}
}

// together returns how a mapping is written.
func together(fields []ir.Node) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.Origin().Text)
	}
	return "{" + shorten(b.String()) + "}"
}
