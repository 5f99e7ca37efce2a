package oracle

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// parseDetection reads the searches of a detection and its condition.
func parseDetection(n *yaml.Node, opts Options) (test, error) {
	if err := noRepeats(n); err != nil {
		return nil, err
	}
	ids := identifiers{tests: map[string]test{}, timeframe: text(n, "timeframe")}
	for i := 0; i < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if name == "condition" || name == "timeframe" || name == "rules" && opts.filter {
			continue
		}
		t, err := parseSearch(n.Content[i+1], opts)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		ids.names = append(ids.names, name)
		ids.tests[name] = t
	}
	return parseConditions(value(n, "condition"), ids)
}

// parseSearch reads what stands under an identifier: a map of fields that all
// have to match; a list of maps and keywords, any of which is enough; or one
// keyword.
func parseSearch(n *yaml.Node, opts Options) (test, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return parseMap(n, opts)
	case yaml.ScalarNode:
		return parseKeyword(n)
	}
	var any []test
	for _, item := range n.Content {
		if item.Kind == yaml.SequenceNode {
			return nil, errors.New("a list in a list")
		}
		t, err := parseSearch(item, opts)
		if err != nil {
			return nil, err
		}
		any = append(any, t)
	}
	if len(any) == 0 {
		return nil, errors.New("an empty list")
	}
	return atLeast(1, any), nil
}

func parseMap(n *yaml.Node, opts Options) (test, error) {
	if err := noRepeats(n); err != nil {
		return nil, err
	}
	var all []test
	for i := 0; i < len(n.Content); i += 2 {
		t, err := parseItem(n.Content[i].Value, n.Content[i+1], opts)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Content[i].Value, err)
		}
		all = append(all, t)
	}
	if len(all) == 0 {
		return nil, errors.New("an empty map")
	}
	return atLeast(len(all), all), nil
}

// parseItem reads one "field|modifiers: values" of a map.
func parseItem(key string, n *yaml.Node, opts Options) (test, error) {
	parts := strings.Split(key, "|")
	values, list := []*yaml.Node{n}, false
	if n.Kind == yaml.SequenceNode {
		values, list = n.Content, true
	}
	for _, v := range values {
		if v.Kind != yaml.ScalarNode {
			return nil, errors.New("a value is a scalar")
		}
		if list && v.ShortTag() == "!!null" {
			return nil, errors.New("null in a list")
		}
	}
	if len(values) == 0 {
		return nil, errors.New("an empty list")
	}
	m, err := parseModifiers(parts[1:])
	if err != nil {
		return nil, err
	}
	if parts[0] == "" {
		return parseKeywords(m, values, list, opts)
	}
	return m.test(strings.ToLower(parts[0]), values, list, opts)
}

// parseKeywords reads "'|all': [a, b]" and kin, keywords with modifiers.
func parseKeywords(m *modifiers, values []*yaml.Node, list bool, opts Options) (test, error) {
	switch {
	case m.operator != "" && m.operator != "contains" && m.operator != "re", m.fieldref, m.part != "":
		return nil, errors.New("a modifier that needs a field")
	case m.all && len(values) < 2:
		return nil, errors.New("all of one keyword")
	}
	if m.operator == "" {
		m.operator = "contains"
	}
	return m.test(everyField, values, list, opts)
}

// parseKeyword reads a text that may stand anywhere in any value of the event.
func parseKeyword(n *yaml.Node) (test, error) {
	return parseKeywords(&modifiers{}, []*yaml.Node{n}, false, Options{})
}

// noRepeats refuses a mapping that has a key twice.
func noRepeats(n *yaml.Node) error {
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if seen[key] {
			return fmt.Errorf("%s stands there twice", key)
		}
		seen[key] = true
	}
	return nil
}
