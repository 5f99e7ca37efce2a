package exprlang

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
)

// Option changes how a [Format] reads rules.
type Option func(*format)

// The lists that tell isSystem and accountClass what no SID shows.
const (
	managedAccounts    = "managed_service_accounts"
	privilegedAccounts = "privileged_accounts"
)

// WithLists gives the values of inList(field, "name"). In a value * stands for
// any text and ? for one character. The lists managed_service_accounts and
// privileged_accounts also tell accountClass which accounts those are. The map
// must not change afterwards.
func WithLists(lists map[string][]string) Option {
	return func(f *format) {
		f.lists = lists
		f.accounts = windows.Lists{
			Managed:    windows.NewAccountSet(lists[managedAccounts]...),
			Privileged: windows.NewAccountSet(lists[privilegedAccounts]...),
		}
	}
}

// WithTaxonomy says which field names are known; without it those of Windows are.
func WithTaxonomy(t *taxonomy.Table) Option {
	return func(f *format) { f.table = t }
}

// Format returns the reader of expr rules.
func Format(opts ...Option) rules.Format {
	f := &format{table: taxonomy.Windows()}
	for _, opt := range opts {
		opt(f)
	}
	return f
}

type format struct {
	lists    map[string][]string
	accounts windows.Lists
	table    *taxonomy.Table
}

// Claims implements rules.Format: files with the word expr, and those in UTF-16.
func (f *format) Claims(_ string, src []byte) bool {
	for _, word := range []string{"expr", "\xff\xfe", "\xfe\xff"} {
		if bytes.Contains(src, []byte(word)) {
			return true
		}
	}
	return false
}

// Parse implements rules.Format. Of a document that has a detection too, it
// reads the expr.
func (f *format) Parse(file string, src []byte) ([]*rules.Rule, []*rules.Problem) {
	return document.Each(file, src, f.rule)
}

func (f *format) rule(d *document.Document) (*rules.Rule, []*rules.Problem) {
	k, v := d.Get("expr")
	if k == nil {
		return nil, nil
	}
	r := &rules.Rule{Kind: rules.KindExpr}
	problems := d.Meta(r)
	if d.Has("detection") {
		r.Kind = rules.KindSigmaExpr
	} else {
		problems = append(problems, f.logsource(d, r)...)
	}
	condition, faults := f.condition(d, v)
	r.Condition = condition
	problems = append(problems, faults...)
	for _, p := range problems {
		if p.Level == rules.Error {
			return nil, problems
		}
	}
	return r, problems
}

// logsource checks where the rule's events come from. Of a rule with a
// detection, the Sigma format does.
func (f *format) logsource(d *document.Document, r *rules.Rule) []*rules.Problem {
	k, _ := d.Get("logsource")
	if r.Logsource == (taxonomy.Logsource{}) {
		return []*rules.Problem{d.Problem(k, "rule-logsource", rules.ErrInvalid, "the rule names no log source: logsource has product, category or service")}
	}
	if len(f.table.Sources(r.Logsource)) > 0 {
		return nil
	}
	p := d.Problem(k, "rule-logsource", rules.ErrUnsupported, "no events are known for this log source; the rule applies to nothing")
	p.Level, p.Hint = rules.Warning, "name the log source in detect.yml"
	return []*rules.Problem{p}
}
