package document

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

// logic is the keys that say what a rule does; the languages read them.
var logic = map[string]bool{"detection": true, "expr": true, "correlation": true, "filter": true, "generate": true}

// Meta fills in everything of r that does not depend on the rule's language: who
// it is, what it says of itself, where it stands. Scalars keep the spelling of
// the source. A list where one text is due, or the other way round, is
// tolerated where it can only mean one thing; what else cannot be read is left
// out with a warning. Problems at error level mean that the rule must be refused.
func (d *Document) Meta(r *rules.Rule) []*rules.Problem {
	r.File, r.Line, r.Doc, r.SHA256 = d.File, d.Line, d.Index, d.SHA256
	m := meta{doc: d, rule: r}
	seen := map[string]bool{}
	for i := 0; i+1 < len(d.Root.Content); i += 2 {
		k, v := d.Root.Content[i], d.Root.Content[i+1]
		if seen[k.Value] {
			m.refuse(k, "rule-duplicate-key", "the key %q stands twice in this document", k.Value)
			continue
		}
		seen[k.Value] = true
		m.field(k, v)
	}
	return m.problems
}

// meta reads the metadata of one document.
type meta struct {
	doc      *Document
	rule     *rules.Rule
	problems []*rules.Problem
}

// refuse reports what nobody can run a rule with.
func (m *meta) refuse(n *yaml.Node, code, format string, args ...any) {
	m.problems = append(m.problems, m.doc.Problem(n, code, rules.ErrInvalid, format, args...))
}

// leaveOut reports metadata that cannot be used. No detection is lost for it.
func (m *meta) leaveOut(n *yaml.Node, format string, args ...any) {
	m.refuse(n, "rule-metadata", format, args...)
	m.problems[len(m.problems)-1].Level = rules.Warning
}

func (m *meta) field(k, v *yaml.Node) {
	r := m.rule
	switch k.Value {
	case "id":
		r.ID = m.text(k, v)
	case "title":
		r.Title = m.text(k, v)
	case "name":
		r.Name = m.text(k, v)
	case "level":
		r.Level = strings.ToLower(m.text(k, v))
	case "status":
		r.Status = strings.ToLower(m.text(k, v))
	case "description":
		r.Description = m.text(k, v)
	case "author":
		r.Author = strings.Join(m.texts(k, v), ", ")
	case "license":
		r.License = m.text(k, v)
	case "date":
		r.Date = m.text(k, v)
	case "modified":
		r.Modified = m.text(k, v)
	case "taxonomy":
		r.Taxonomy = m.text(k, v)
	case "references":
		r.References = m.texts(k, v)
	case "tags":
		r.Tags = m.texts(k, v)
	case "falsepositives":
		r.FalsePositives = m.texts(k, v)
	case "fields":
		r.Fields = m.texts(k, v)
	case "related":
		r.Related = m.related(v)
	case "logsource":
		m.logsource(v)
	default:
		if !logic[k.Value] {
			if r.Custom == nil {
				r.Custom = map[string]any{}
			}
			r.Custom[k.Value] = plain(v)
		}
	}
}

// text reads one text; null is none.
func (m *meta) text(k, v *yaml.Node) string {
	if v.Kind != yaml.ScalarNode {
		m.leaveOut(v, "%s must be one text", k.Value)
		return ""
	}
	return scalar(v)
}

// texts reads a list of texts, or one text as a list of it.
func (m *meta) texts(k, v *yaml.Node) []string {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	var list []string
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			m.leaveOut(item, "%s must be a list of texts", k.Value)
			return nil
		}
		if s := scalar(item); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// related reads the links to other rules.
func (m *meta) related(v *yaml.Node) []rules.Related {
	if v.Kind == yaml.ScalarNode && scalar(v) == "" {
		return nil
	}
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	var list []rules.Related
	for _, item := range items {
		if item.Kind != yaml.MappingNode {
			m.leaveOut(item, "related must be a list of mappings with id and type")
			return nil
		}
		var r rules.Related
		for i := 0; i < len(item.Content); i += 2 {
			switch k, v := item.Content[i], item.Content[i+1]; k.Value {
			case "id":
				r.ID = m.text(k, v)
			case "type":
				r.Type = m.text(k, v)
			}
		}
		list = append(list, r)
	}
	return list
}

func (m *meta) logsource(v *yaml.Node) {
	if v.Kind != yaml.MappingNode {
		m.refuse(v, "rule-logsource", "logsource must be a mapping of product, category, service")
		return
	}
	seen := map[string]bool{}
	for i := 0; i < len(v.Content); i += 2 {
		k, v := v.Content[i], v.Content[i+1]
		if seen[k.Value] {
			m.refuse(k, "rule-duplicate-key", "the key %q stands twice in the logsource", k.Value)
			continue
		}
		seen[k.Value] = true
		switch k.Value {
		case "product":
			m.rule.Logsource.Product = m.dimension(k, v)
		case "category":
			m.rule.Logsource.Category = m.dimension(k, v)
		case "service":
			m.rule.Logsource.Service = m.dimension(k, v)
		case "definition":
			m.rule.Definition = m.text(k, v)
		default:
			m.leaveOut(k, "logsource has product, category, service and definition; %q says nothing to this program", k.Value)
		}
	}
}

// dimension reads what narrows the log source. Without it the rule would see more than
// it was written for.
func (m *meta) dimension(k, v *yaml.Node) string {
	if v.Kind != yaml.ScalarNode {
		m.refuse(v, "rule-logsource", "%s must be one text", k.Value)
		return ""
	}
	return scalar(v)
}
