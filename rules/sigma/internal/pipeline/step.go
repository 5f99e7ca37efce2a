package pipeline

import (
	"maps"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/spelling"
)

// step is a transformation with the conditions under which it acts.
type step struct {
	id, kind string
	line     int
	rule     conditions[*Rule]
	item     conditions[*subject]
	field    conditions[*subject]
	act      action
	nested   []*step // where there is no act
}

// action changes a rule; it looks at those items that may be changed.
type action func(r *Rule, s *step) error

// makers read the parameters of each transformation.
var makers = map[string]func(p *params) action{
	"field_name_mapping":           fieldNameMapping,
	"field_name_prefix_mapping":    fieldNamePrefixMapping,
	"field_name_prefix":            fieldNamePrefix,
	"field_name_suffix":            fieldNameSuffix,
	"drop_detection_item":          func(*params) action { return dropItems },
	"hashes_fields":                hashesFields,
	"extract_fields":               extractFields,
	"wildcard_placeholders":        wildcardPlaceholders,
	"value_placeholders":           valuePlaceholders,
	"add_condition":                addCondition,
	"change_logsource":             changeLogsource,
	"add_field":                    addField,
	"remove_field":                 removeField,
	"set_field":                    setField,
	"replace_string":               replaceString,
	"map_string":                   mapString,
	"set_state":                    setState,
	"regex":                        caseOfTexts,
	"set_value":                    setValue,
	"convert_type":                 convertType,
	"case":                         changeCase,
	"rule_failure":                 ruleFailure,
	"detection_item_failure":       itemFailure,
	"strict_field_mapping_failure": func(*params) action { return strictMapping },
	"set_custom_attribute":         setAttribute,
}

// foreign are transformations of pySigma that cannot be carried out, and why.
var foreign = map[string]string{
	"query_expression_placeholders": "it writes a query of another system; rules are not turned into queries here",
	"field_name_transform":          "it needs a function of Python",
	"file_placeholders":             "it reads other files; give the values in vars, in detect.yml or by --placeholders",
	"http_placeholders":             "it reads from the network; give the values in vars, in detect.yml or by --placeholders",
	"command_placeholders":          "it runs a command; give the values in vars, in detect.yml or by --placeholders",
}

// Transformations returns the names of those that there are.
func Transformations() []string { return append(slices.Sorted(maps.Keys(makers)), "nest") }

// Bounds on the steps of one file.
const (
	maxSteps = 5_000
	maxDepth = 8 // of nest
)

// steps reads the transformations.
func (d *decoder) steps(n *yaml.Node) []*step { return d.nested(n, 0) }

func (d *decoder) nested(n *yaml.Node, depth int) []*step {
	switch {
	case n.ShortTag() == "!!null":
		return nil
	case n.Kind != yaml.SequenceNode:
		d.fail(n, "here stands a list of transformations")
		return nil
	case depth > maxDepth:
		d.fail(n, "transformations are nested deeper than %d levels", maxDepth)
		return nil
	}
	var all []*step
	for _, item := range n.Content {
		if d.known++; d.known > maxSteps {
			d.fail(item, "there are more than %d transformations", maxSteps)
			break
		}
		all = append(all, d.step(item, depth))
	}
	return all
}

func (d *decoder) step(n *yaml.Node, depth int) *step {
	s := &step{line: n.Line}
	p := &params{decoder: d, node: n}
	kind := p.get("type")
	if kind == nil {
		d.fail(n, "a transformation has a type")
		return s
	}
	s.kind, s.id = kind.Value, p.optional("id", "")
	switch make, ok := makers[s.kind]; {
	case ok:
		s.act = make(p)
	case s.kind == "nest":
		s.nested = d.nested(p.need("items"), depth+1)
	case foreign[s.kind] != "":
		d.fail(kind, "the transformation %q cannot be carried out: %s", s.kind, foreign[s.kind])
		return s
	default:
		d.fail(kind, "unknown transformation %q", s.kind).Hint = spelling.Hint(s.kind, slices.Values(Transformations()))
		return s
	}
	s.rule = readConditions(p, "rule", ruleConditions)
	s.item = readConditions(p, "detection_item", itemConditions)
	s.field = readConditions(p, "field_name", fieldConditions)
	p.rest()
	return s
}
