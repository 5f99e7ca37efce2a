package sigma

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

var (
	levels   = []string{"informational", "low", "medium", "high", "critical"}
	statuses = []string{"stable", "test", "experimental", "deprecated", "unsupported"}
	uuid     = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	})
)

// metadata warns of what a rule says of itself and does not say well. None of it
// changes what the rule finds.
func (r *reader) metadata(rule *rules.Rule) {
	if rule.Title == "" {
		r.report(nil, codeTitle, "the rule has no title")
	}
	if rule.ID != "" && !uuid().MatchString(rule.ID) {
		_, v := r.doc.Get("id")
		r.report(v, codeID, "the id %q is no UUID", shorten(rule.ID))
	}
	if rule.Taxonomy != "" && !strings.EqualFold(rule.Taxonomy, "sigma") {
		_, v := r.doc.Get("taxonomy")
		r.report(v, codeTaxonomy, "the taxonomy %q is not known; fields and log source are taken as they are written", shorten(rule.Taxonomy))
	}
	r.oneOf("level", rule.Level, levels, codeLevel)
	r.oneOf("status", rule.Status, statuses, codeStatus)
}

func (r *reader) oneOf(key, value string, known []string, code string) {
	if value == "" || slices.Contains(known, value) {
		return
	}
	_, v := r.doc.Get(key)
	p := r.report(v, code, "unknown %s %q", key, shorten(v.Value))
	if p.Hint = didYouMean(value, known); p.Hint == "" {
		p.Hint = "there are " + strings.Join(known, ", ")
	}
}

// missing reports a key that a mapping needs: at the one that is nearly it, or
// else at n.
func (r *reader) missing(n, m *yaml.Node, want, format string) {
	for k := range pairs(m) {
		if didYouMean(k.Value, []string{want}) != "" {
			r.report(k, codeMissing, format, want).Hint = fmt.Sprintf("%q must be written %q", k.Value, want)
			return
		}
	}
	r.report(n, codeMissing, format, want)
}

// pairs yields the keys and values of a mapping.
func pairs(m *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if !yield(m.Content[i], m.Content[i+1]) {
				return
			}
		}
	}
}
