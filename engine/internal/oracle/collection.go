package oracle

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// correlation is one correlation document, read anew.
type correlation struct {
	name, kind string
	rules      []string
	groupBy    []string
	fields     []string
	span       time.Duration
	percentile float64
	bounds     map[string]float64
	extended   *expression
	aliases    map[string]map[string]string // by alias and rule
	generate   bool
	known      []string
	learn      time.Duration
}

// Quiet returns the keys of the rules of a YAML stream that correlations are
// made of and that none of those wants to be heard.
func Quiet(src []byte) map[string]bool {
	order, err := correlations(src)
	quiet := map[string]bool{}
	for _, c := range order {
		for _, r := range c.rules {
			quiet[r] = err == nil
		}
	}
	for _, c := range order {
		for _, r := range c.rules {
			quiet[r] = quiet[r] && !c.generate
		}
	}
	return quiet
}

// correlations reads those of a YAML stream, with the keys of rules for their
// names and ids.
func correlations(src []byte) ([]*correlation, error) {
	docs, err := documents(src)
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for _, doc := range docs {
		r := Rule{ID: text(doc, "id"), Name: text(doc, "name"), Title: text(doc, "title")}
		key := r.Key()
		if aggregation(doc) != "" {
			key += Aggregated
		}
		keys[r.Name], keys[strings.ToLower(r.ID)] = key, key
	}
	var all []*correlation
	for _, doc := range docs {
		r := Rule{ID: text(doc, "id"), Name: text(doc, "name"), Title: text(doc, "title")}
		var c *correlation
		var err error
		switch n := value(doc, "correlation"); {
		case n != nil:
			c, err = readCorrelation(r.Key(), n, keys)
		case aggregation(doc) != "":
			c, err = readAggregation(r.Key(), doc)
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		c.generate = c.generate || strings.EqualFold(text(doc, "generate"), "true")
		all = append(all, c)
	}
	return all, nil
}

// Aggregated ends the key of what a rule with an aggregation finds, beside the
// hits that it aggregates.
const Aggregated = " |"

// aggregation returns what stands behind the pipe of a rule's condition.
func aggregation(doc *yaml.Node) string {
	d := value(doc, "detection")
	if d == nil {
		return ""
	}
	_, after, _ := strings.Cut(text(d, "condition"), "|")
	return strings.TrimSpace(after)
}

// readAggregation reads "count(x) by y, z > 5" of rules before correlations.
func readAggregation(key string, doc *yaml.Node) (*correlation, error) {
	function, rest, _ := strings.Cut(aggregation(doc), "(")
	field, rest, _ := strings.Cut(rest, ")")
	field = strings.TrimPrefix(field, "distinct ")
	words := strings.Fields(strings.ReplaceAll(rest, ",", " "))
	c := &correlation{name: key + Aggregated, kind: "value_" + strings.ToLower(function), rules: []string{key}, bounds: map[string]float64{}}
	switch {
	case field != "":
		c.fields = []string{field}
	case c.kind == "value_count":
		c.kind = "event_count"
	}
	if len(words) > 2 {
		c.groupBy = words[1 : len(words)-2]
	}
	bound, err := strconv.ParseFloat(words[len(words)-1], 64)
	if err != nil {
		return nil, err
	}
	op := map[string]string{">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "=": "eq", "==": "eq", "!=": "neq"}[words[len(words)-2]]
	c.bounds[op] = bound
	c.span, err = duration(text(value(doc, "detection"), "timeframe"))
	return c, err
}

func readCorrelation(name string, n *yaml.Node, keys map[string]string) (*correlation, error) {
	key := func(name string) string { return cmp.Or(keys[name], keys[strings.ToLower(name)]) }
	c := &correlation{name: name, kind: text(n, "type"), groupBy: list(n, "group-by"), bounds: map[string]float64{}, aliases: map[string]map[string]string{}}
	c.generate = strings.EqualFold(text(n, "generate"), "true")
	for _, r := range list(n, "rules") {
		c.rules = append(c.rules, key(r))
	}
	for _, r := range list(n, "known") {
		c.known = append(c.known, key(r))
	}
	for alias, fields := range pairs(value(n, "aliases")) {
		c.aliases[alias.Value] = map[string]string{}
		for r, field := range pairs(fields) {
			c.aliases[alias.Value][key(r.Value)] = field.Value
		}
	}
	c.rules = append(c.rules, c.known...)
	var err error
	if c.span, err = duration(text(n, "timespan")); err != nil {
		return nil, err
	}
	if c.learn, err = duration(text(n, "learn")); err != nil {
		return nil, err
	}
	cond := value(n, "condition")
	switch {
	case cond == nil:
		c.bounds["gte"] = float64(len(c.rules))
	case cond.Kind == yaml.ScalarNode:
		c.extend(cond.Value, key)
	default:
		c.fields = list(cond, "field")
		for _, op := range []string{"gt", "gte", "lt", "lte", "eq", "neq", "percentile"} {
			if s := text(cond, op); s != "" {
				if c.bounds[op], err = strconv.ParseFloat(s, 64); err != nil {
					return nil, err
				}
			}
		}
		c.percentile = c.bounds["percentile"]
		delete(c.bounds, "percentile")
		if len(c.bounds) == 0 {
			c.bounds["gte"] = float64(len(c.rules))
		}
	}
	return c, nil
}

func duration(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	count, err := strconv.Atoi(s[:len(s)-1])
	return time.Duration(count) * map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour,
		'w': 7 * 24 * time.Hour, 'M': 2629746 * time.Second, 'y': 31556952 * time.Second}[s[len(s)-1]], err
}

// list returns a list of texts, or one text as a list.
func list(n *yaml.Node, key string) []string {
	v := value(n, key)
	if v == nil {
		return nil
	}
	if v.Kind == yaml.ScalarNode {
		return []string{v.Value}
	}
	var all []string
	for _, item := range v.Content {
		all = append(all, item.Value)
	}
	return all
}
