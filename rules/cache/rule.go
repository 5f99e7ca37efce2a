package cache

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// parsed is what one rule file came to.
type parsed struct {
	rules    []*rules.Rule
	problems []*rules.Problem
}

// parsed codes what file came to; its name is not part of it.
func (c *coder) parsed(p *parsed, file string) {
	each(c, &p.rules, func(r **rules.Rule) {
		if c.reading {
			*r = &rules.Rule{File: file}
		}
		c.rule(*r, file)
	})
	each(c, &p.problems, func(q **rules.Problem) {
		if c.reading {
			*q = &rules.Problem{File: file}
		}
		c.problem(*q, file)
	})
}

// rule codes a rule on single events that was not linked to others yet. Others
// are few and are parsed every time.
func (c *coder) rule(r *rules.Rule, file string) {
	if r.Correlation != nil || r.Filter != nil || r.Finish != nil || r.Exports != nil || r.Filters != nil || r.File != file {
		c.fail()
		return
	}
	for _, s := range []*string{
		&r.ID, &r.Title, &r.Name, &r.Kind, &r.Level, &r.Status, &r.Description, &r.Author, &r.License,
		&r.Date, &r.Modified, &r.Taxonomy, &r.Definition, &r.SHA256,
	} {
		c.text(s)
	}
	for _, list := range []*[]string{&r.References, &r.Tags, &r.FalsePositives, &r.Fields} {
		c.texts(list)
	}
	each(c, &r.Related, func(l *rules.Related) {
		c.text(&l.ID)
		c.text(&l.Type)
	})
	c.logsource(&r.Logsource)
	maybe(c, &r.Written, c.logsource)
	each(c, &r.Changes, c.change)
	c.custom(&r.Custom)
	whole(c, &r.Line)
	whole(c, &r.Doc)
	c.nodes = nodes{}
	c.node(&r.Condition)
}

func (c *coder) logsource(ls *taxonomy.Logsource) {
	c.text(&ls.Product)
	c.text(&ls.Category)
	c.text(&ls.Service)
}

func (c *coder) change(ch *rules.Change) {
	c.text(&ch.Pipeline)
	c.text(&ch.File)
	whole(c, &ch.Line)
	c.text(&ch.Step)
	c.text(&ch.ID)
	c.texts(&ch.Did)
}

func (c *coder) problem(p *rules.Problem, file string) {
	if p.File != file {
		c.fail()
		return
	}
	for _, s := range []*string{&p.RuleID, &p.Code, &p.Msg, &p.Hint} {
		c.text(s)
	}
	whole(c, &p.Line)
	whole(c, &p.Col)
	below(c, &p.Level, rules.Warning+1)
	c.sentinel(&p.Err)
}

// sentinel codes one of the sentinels of rules.
func (c *coder) sentinel(err *error) {
	all := []error{
		rules.ErrSyntax, rules.ErrInvalid, rules.ErrUnsupported, rules.ErrUnknownField,
		rules.ErrDuplicateID, rules.ErrPlaceholder, rules.ErrReference,
	}
	n := slices.Index(all, *err)
	if !c.reading && n < 0 {
		c.fail()
		return
	}
	n = max(n, 0)
	below(c, &n, len(all))
	*err = all[n]
}
