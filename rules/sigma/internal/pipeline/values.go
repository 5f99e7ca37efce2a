package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// untexted are the modifiers under which values are no texts, or texts of which
// nobody sees what they become.
var untexted = []string{
	"re", "cidr", "fieldref", "exists", "lt", "lte", "gt", "gte", "minute", "hour", "day", "week", "month", "year",
	"base64", "base64offset", "wide", "utf16", "utf16le", "utf16be",
}

// seen returns a value as steps see it: with the wildcards that contains and its
// kin stand for. It reports whether the value is a text.
func (it *Item) seen(v *yaml.Node) (text, bool) {
	if v.Kind != yaml.ScalarNode || v.ShortTag() == "!!null" || it.has(untexted...) {
		return text{}, false
	}
	t := it.filledIn(read(v.Value, it.has("expand")))
	var all text
	if it.has("contains", "endswith") && !t.begins() {
		all.add("*", wildcard)
	}
	all.addPart(t, 0, len(t.shown))
	if it.has("contains", "startswith") && !all.ends() {
		all.add("*", wildcard)
	}
	return all, isText(v)
}

// isText reports whether the value is text as pySigma sees it: YAML's numbers
// and truths are none.
func isText(v *yaml.Node) bool {
	switch v.ShortTag() {
	case "!!int", "!!float", "!!bool", "!!null":
		return false
	}
	return true
}

// bare takes the wildcards off that the modifiers stand for. It reports whether
// they were there.
func (it *Item) bare(t text) (text, bool) {
	begin, end := 0, len(t.shown)
	if it.has("contains", "endswith") {
		if !t.begins() {
			return t, false
		}
		begin = 1
	}
	if it.has("contains", "startswith") && !(begin == 1 && end == 1) {
		if !t.ends() {
			return t, false
		}
		end--
	}
	return t.part(begin, end), true
}

// rewriting changes texts, those of numbers as well if it wants: one becomes
// some others, nil as it is.
type rewriting struct {
	numbers bool
	change  func(t text) ([]text, error)
}

func (w rewriting) act(r *Rule, s *step) error {
	return r.each(s, func(it *Item) ([]group, error) { return w.item(r, it) })
}

// item returns what becomes of an item, nil when none of its values is for w.
func (w rewriting) item(r *Rule, it *Item) ([]group, error) {
	values := it.values()
	became := make([][]text, len(values))
	touched, anchored, several := false, true, false
	for i, v := range values {
		t, ok := it.seen(v)
		if !ok && !(w.numbers && t.kinds != nil && v.ShortTag() != "!!bool") {
			continue
		}
		if err := r.spend(len(t.shown)); err != nil {
			return nil, err
		}
		made, err := w.change(t)
		if err != nil {
			return nil, err
		}
		if made == nil {
			continue
		}
		touched, became[i] = true, made
		several = several || len(made) != 1
		if len(made) == 1 && made[0].equal(t) {
			became[i] = nil
			continue
		}
		var shown []string
		for _, m := range made {
			if err := r.spend(perValue + len(m.shown)); err != nil {
				return nil, err
			}
			_, kept := it.bare(m)
			anchored = anchored && kept
			shown = append(shown, brief(m))
		}
		r.note("%s: %s → %s", cmp.Or(it.Field, "keywords"), brief(t), strings.Join(shown, " or "))
	}
	if !touched {
		return nil, nil
	}
	return it.rewritten(values, became, anchored, several)
}

// rewritten returns the item with other texts. Where some has not the wildcards
// that the modifiers stand for, all are written with theirs.
func (it *Item) rewritten(values []*yaml.Node, became [][]text, anchored, several bool) ([]group, error) {
	c := *it
	if !anchored {
		c.modifiers = it.without("contains", "startswith", "endswith")
	}
	every := several && it.has("all")
	if every {
		c.modifiers = (&Item{modifiers: c.modifiers}).without("all")
	}
	var all []*yaml.Node
	var apart []group
	for i, v := range values {
		nodes := []*yaml.Node{v}
		if became[i] != nil {
			nodes = it.nodes(v, became[i], anchored)
		} else if t, ok := it.seen(v); ok && !anchored {
			nodes = it.nodes(v, []text{t}, false)
		}
		all = append(all, nodes...)
		if every {
			one := c
			one.value = sequence(v, nodes)
			apart = append(apart, alone(&one)...)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("nothing is left of the values of %s", it.Field)
	}
	if every {
		return apart, nil
	}
	if c.value = sequence(it.value, all); it.value.Kind == yaml.ScalarNode && len(all) == 1 {
		c.value = all[0]
	}
	return alone(&c), nil
}

// brief quotes the beginning of a text.
func brief(t text) string {
	const most = 120
	if len(t.shown) > most {
		return strconv.Quote(strings.ToValidUTF8(string(t.shown[:most]), "")) + "…"
	}
	return strconv.Quote(t.String())
}

func sequence(at *yaml.Node, nodes []*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: at.Line, Column: at.Column, Content: nodes}
}

func (it *Item) nodes(v *yaml.Node, texts []text, anchored bool) []*yaml.Node {
	var all []*yaml.Node
	for _, t := range texts {
		if anchored {
			t, _ = it.bare(t)
		}
		all = append(all, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: t.written(it.has("expand")), Line: v.Line, Column: v.Column})
	}
	return all
}

// mapString puts other texts in place of whole values.
func mapString(p *params) action {
	m := p.lists(p.need("mapping"))
	to := make(map[string][]text, len(m))
	for from, texts := range m {
		to[from] = []text{}
		for _, s := range texts {
			to[from] = append(to[from], read(s, false))
		}
	}
	return rewriting{change: func(t text) ([]text, error) { return to[t.String()], nil }}.act
}

// changeCase changes the case of values.
func changeCase(p *params) action {
	change := map[string]func(string) string{"lower": strings.ToLower, "upper": strings.ToUpper, "snake_case": snakeCase}[p.choice("method", "lower", "upper", "snake_case")]
	return rewriting{change: func(t text) ([]text, error) {
		return []text{t.each(func(s string) text {
			var out text
			out.addLiteral(change(s))
			return out
		})}, nil
	}}.act
}

// snakeCase puts a _ before every capital but the first character, as pySigma
// does: URLPath becomes u_r_l_path.
func snakeCase(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// caseOfTexts is pySigma's regex, which makes expressions of texts for systems
// that only compare with case. Texts are compared without case here; what is
// left of it is the method that wants to compare with case.
func caseOfTexts(p *params) action {
	plain := p.choice("method", "ignore_case_brackets", "ignore_case_flag", "plain") == "plain"
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			if it.has(untexted...) || it.keyword || !slices.ContainsFunc(it.values(), isText) {
				return nil, nil
			}
			c := *it
			if !plain || it.has("cased") {
				return alone(&c), nil
			}
			c.modifiers += "|cased"
			r.note("%s: compared with case", it.Field)
			return alone(&c), nil
		})
	}
}

// setValue puts one value in place of all.
func setValue(p *params) action {
	n := *p.need("value")
	if n.Kind != yaml.ScalarNode {
		p.fail(&n, "here stands a text, a number, true, false or null")
	}
	switch p.choice("force_type", "", "str", "num") {
	case "str":
		n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
	case "num":
		if _, err := strconv.ParseFloat(n.Value, 64); err != nil {
			p.fail(&n, "%q is no number", n.Value)
		}
		n.Tag, n.Style = "", 0
		n.Tag = n.ShortTag()
	}
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			c, v := *it, n
			v.Line, v.Column = it.value.Line, it.value.Column
			c.value, c.modifiers = &v, ""
			if it.has("neq") {
				c.modifiers = "|neq"
			}
			r.note("%s: the value is %s now", it.Field, v.Value)
			return alone(&c), nil
		})
	}
}

// convertType makes numbers of texts, or texts of numbers.
func convertType(p *params) action {
	toNumber := p.choice("target_type", "str", "num") == "num"
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			if it.has(untexted...) {
				return nil, nil
			}
			var all []*yaml.Node
			for _, v := range it.values() {
				c := *v
				_, err := strconv.ParseFloat(v.Value, 64)
				switch t, ok := it.seen(v); {
				case v.ShortTag() == "!!null":
				case !toNumber:
					c.Tag, c.Style = "!!str", yaml.DoubleQuotedStyle
				case ok && (err != nil || t.has(wildcard)):
					return nil, fmt.Errorf("%s: %q is no number", it.Field, t)
				default:
					c.Tag, c.Style = "", 0
					c.Tag = c.ShortTag()
				}
				if c.Tag != v.Tag {
					r.note("%s: %s is %s now", it.Field, v.Value, map[bool]string{true: "a number", false: "a text"}[toNumber])
				}
				all = append(all, &c)
			}
			c := *it
			if c.value = sequence(it.value, all); it.value.Kind == yaml.ScalarNode {
				c.value = all[0]
			}
			return alone(&c), nil
		})
	}
}
