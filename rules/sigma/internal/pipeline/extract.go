package pipeline

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// extractFields takes values apart: every named group of an expression becomes a
// field. Values that do not match are left out, unless preserve_unmatched keeps
// them; when nothing matches, the item stays as it is.
func extractFields(p *params) action {
	n := p.need("regex")
	re := p.regexp(n, "^(?:"+p.text(n)+")")
	prefix, keep := p.optional("field_prefix", ""), p.bool("preserve_unmatched")
	if prefix != "" {
		prefix += "."
	}
	if !slices.ContainsFunc(re.SubexpNames(), func(name string) bool { return name != "" }) {
		p.fail(n, "the expression has no named group, (?P<name>…)")
	}
	x := extraction{re, prefix, keep}
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) { return x.item(r, it) })
	}
}

// extraction makes fields of the named groups of an expression.
type extraction struct {
	re     *regexp.Regexp
	prefix string
	keep   bool // values that do not match
}

func (x extraction) item(r *Rule, it *Item) ([]group, error) {
	var made [][]*Item
	items := 0
	for _, v := range it.values() {
		t, ok := it.seen(v)
		if !ok || it.keyword {
			return nil, nil
		}
		if err := r.spend(len(t.shown)); err != nil {
			return nil, err
		}
		if parts := x.value(it, v, t); parts != nil {
			made = append(made, parts)
			items += len(parts)
		}
		if items > maxItems {
			return nil, errTooMany
		}
	}
	return r.extracted(it, made)
}

// value returns what one value becomes.
func (x extraction) value(it *Item, v *yaml.Node, t text) []*Item {
	m := x.re.FindSubmatchIndex(t.shown)
	if m == nil && x.keep {
		return []*Item{it.part(it.Field, it.nodes(v, []text{t}, false)[0])}
	}
	var parts []*Item
	for i, name := range x.re.SubexpNames() {
		if name != "" && m != nil && m[2*i] < m[2*i+1] {
			parts = append(parts, it.part(x.prefix+name, it.captured(v, t.part(m[2*i], m[2*i+1]))))
		}
	}
	return parts
}

// extracted joins what has been made of an item's values: all that one value has
// become must match, of several values any.
func (r *Rule) extracted(it *Item, made [][]*Item) ([]group, error) {
	if len(made) == 0 {
		return nil, nil
	}
	g := group{all: it.negative(), items: slices.Concat(made...)}
	switch several := len(g.items) > len(made); {
	case len(made) == 1 || it.has("all"):
		g.all = !g.all
	case several && it.negative(): // of no value may all match
		var groups []group
		for _, parts := range made {
			groups = append(groups, group{items: parts})
		}
		r.note("%s → %s", it.Field, group{ways: made})
		return groups, nil
	case several:
		g = group{ways: made}
	}
	r.note("%s → %s", it.Field, g)
	return []group{g}, nil
}

// String names the fields of g.
func (g group) String() string {
	var ways []string
	for _, way := range g.ways {
		ways = append(ways, group{items: way, all: true}.String())
	}
	for _, it := range g.items {
		ways = append(ways, it.Field)
	}
	return strings.Join(slices.Compact(ways), map[bool]string{true: " and ", false: " or "}[g.all])
}

// part returns the item for another field with one value, whose wildcards are
// written. The other modifiers still say how a text is compared.
func (it *Item) part(field string, v *yaml.Node) *Item {
	c := it.rename(field)
	c.value, c.modifiers = v, it.without("contains", "startswith", "endswith", "all")
	if !isText(v) {
		c.modifiers = c.without("windash", "expand")
	}
	return c
}

// captured returns a group's text as a value: as a number where it is one and
// does not begin with 0, and as null where it says so.
func (it *Item) captured(at *yaml.Node, t text) *yaml.Node {
	n := it.nodes(at, []text{t}, false)[0]
	s := t.String()
	_, err := strconv.ParseFloat(s, 64)
	switch {
	case strings.EqualFold(s, "null"), strings.EqualFold(s, "none"):
		n.Tag, n.Style, n.Value = "!!null", 0, "null"
	case err == nil && (s == "0" || !strings.HasPrefix(s, "0")):
		n.Tag, n.Style, n.Value = "", 0, s
		n.Tag = n.ShortTag()
	}
	return n
}
