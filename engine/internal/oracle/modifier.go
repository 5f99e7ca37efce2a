package oracle

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// modifiers is what the modifiers of a field say together.
type modifiers struct {
	operator    string // one of operators, "" for equality
	all, neq    bool
	cased       bool
	windash     bool
	fieldref    bool
	expand      bool
	dashedFirst bool     // windash stands before expand
	encodings   []string // in the author's order
	flags       string   // of a regular expression
	part        string   // of a time
}

var (
	operators = []string{"contains", "startswith", "endswith", "re", "cidr", "lt", "lte", "gt", "gte", "exists"}
	encodings = []string{"wide", "utf16le", "utf16be", "utf16", "base64", "base64offset"}
	flags     = []string{"i", "m", "s"}
	parts     = []string{"minute", "hour", "day", "week", "month", "year"}
)

// parseModifiers reads the names that follow a field and refuses those that
// contradict each other.
func parseModifiers(names []string) (*modifiers, error) {
	m := &modifiers{}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("%s stands there twice", name)
		}
		if err := m.add(name); err != nil {
			return nil, err
		}
	}
	return m, m.contradiction()
}

func (m *modifiers) add(name string) error {
	switch {
	case slices.Contains(operators, name):
		if m.operator != "" {
			return fmt.Errorf("%s contradicts %s", name, m.operator)
		}
		m.operator = name
	case slices.Contains(encodings, name):
		if m.operator != "" && strings.HasPrefix(name, "base64") {
			return fmt.Errorf("%s would encode the wildcards of %s", name, m.operator)
		}
		if m.encoded(!strings.HasPrefix(name, "base64")) {
			return fmt.Errorf("%s contradicts %s", name, m.encodings)
		}
		m.encodings = append(m.encodings, name)
	case slices.Contains(flags, name):
		if m.operator != "re" {
			return fmt.Errorf("%s is for regular expressions", name)
		}
		m.flags += name
	case slices.Contains(parts, name):
		if m.part != "" || m.operator != "" {
			return fmt.Errorf("%s contradicts %s", name, m.part+m.operator)
		}
		m.part = name
	default:
		known := map[string]*bool{"all": &m.all, "neq": &m.neq, "cased": &m.cased,
			"windash": &m.windash, "fieldref": &m.fieldref, "expand": &m.expand}
		if known[name] == nil {
			return fmt.Errorf("unknown modifier %q", name)
		}
		if (name == "windash" || name == "expand") && len(m.encodings) > 0 {
			return fmt.Errorf("%s finds nothing behind %s", name, m.encodings)
		}
		*known[name] = true
		m.dashedFirst = m.dashedFirst || name == "expand" && m.windash
	}
	return nil
}

// encoded reports whether there is an encoding of characters, or else one of
// bytes, already.
func (m *modifiers) encoded(characters bool) bool {
	return slices.ContainsFunc(m.encodings, func(s string) bool { return characters != strings.HasPrefix(s, "base64") })
}

// contradiction finds modifiers that cannot mean anything together.
func (m *modifiers) contradiction() error {
	textual := m.cased || m.windash || len(m.encodings) > 0
	switch {
	case textual && !m.isText():
		return fmt.Errorf("%s takes no modifier of texts", m.operator)
	case m.operator == "exists" && (m.neq || m.all || m.expand || m.fieldref):
		return fmt.Errorf("exists stands alone")
	case m.fieldref && (textual || m.expand || !m.isText()):
		return fmt.Errorf("fieldref compares texts")
	case m.part != "" && (textual || m.fieldref || m.isText() && m.operator != "" || m.operator == "re" || m.operator == "cidr" || m.operator == "exists"):
		return fmt.Errorf("%s is a number", m.part)
	}
	return nil
}

// isText reports whether the operator compares texts.
func (m *modifiers) isText() bool {
	return slices.Contains([]string{"", "contains", "startswith", "endswith"}, m.operator)
}

func (m *modifiers) place() place {
	switch m.operator {
	case "contains":
		return anywhere
	case "startswith":
		return atStart
	case "endswith":
		return atEnd
	}
	return everywhere
}

// test returns the condition that the values stand for: that any of them, or
// all, match a value of the field; with neq that none does.
func (m *modifiers) test(name string, nodes []*yaml.Node, list bool, opts Options) (test, error) {
	var tests []test
	for _, n := range nodes {
		if m.operator == "exists" && (list || n.ShortTag() != "!!bool") {
			return nil, fmt.Errorf("exists takes true or false")
		}
		w, err := scalar(n)
		if err != nil {
			return nil, err
		}
		t, err := m.one(name, w, opts)
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	enough := 1
	if m.all {
		enough = len(tests)
	}
	t := atLeast(enough, tests)
	if m.neq {
		return func(v *view) bool { return !t(v) }, nil
	}
	return t, nil
}

// one returns the condition that one value stands for.
func (m *modifiers) one(name string, w written, opts Options) (test, error) {
	switch {
	case m.operator == "exists":
		return exists(name, w), nil
	case w.null:
		if m.operator != "" || m.cased || m.windash || m.fieldref || m.expand || m.part != "" || len(m.encodings) > 0 {
			return nil, fmt.Errorf("null takes no modifiers")
		}
		return absent(name), nil
	case m.fieldref && (w.text == "" || strings.ContainsAny(w.text, "*?")):
		return nil, fmt.Errorf("%q is no field", w.text)
	case m.fieldref:
		return reference(name, strings.ToLower(w.text), m.place()), nil
	case m.expand:
		return m.placeholders(name, w, opts)
	}
	return m.compared(name, w)
}

// compared holds when some value of the field compares as the modifiers say. A
// missing field and one without a value never do.
func (m *modifiers) compared(name string, w written) (test, error) {
	like, err := m.comparison(w)
	if err != nil {
		return nil, err
	}
	return func(v *view) bool {
		like := like
		if to, ok := v.renamed(name, w.text); ok {
			like, _ = m.comparison(written{text: to})
		}
		for _, c := range v.values(name) {
			if !c.null && like(c) {
				return true
			}
		}
		return false
	}, nil
}

// comparison returns what decides over one value of an event.
func (m *modifiers) comparison(w written) (comparison, error) {
	switch m.operator {
	case "re":
		return matchesExpression(w, m.flags)
	case "cidr":
		return insideNetwork(w)
	case "lt", "lte", "gt", "gte":
		return measured(w, m.operator, m.part)
	}
	if m.part != "" {
		return measured(w, "", m.part)
	}
	p := w.pattern()
	if m.windash {
		p = p.windash()
	}
	if len(m.encodings) == 0 {
		if m.operator == "" {
			return equals(w, p, m.cased), nil
		}
		return stands([]pattern{p}, m.place(), m.cased), nil
	}
	encoded, err := encode(p, m.encodings)
	if err != nil {
		return nil, err
	}
	return trimmable(m.operator, stands(encoded, m.place(), m.cased)), nil
}
