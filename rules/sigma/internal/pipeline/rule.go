package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// Rule is a rule while pipelines change it.
type Rule struct {
	Meta       *rules.Rule          // whose log source and other attributes may change
	Correlates bool                 // it is a correlation
	Narrows    bool                 // it is a filter, which is for rules as they were written
	Bases      []taxonomy.Logsource // of a correlation: those of its rules

	Sections []*Section                         // the rule's own selections first, then what add_condition added
	Names    Names                              // fields that are named outside of selections
	Filled   map[*yaml.Node]map[string][]string // keys of fields with placeholders, and the values that the pipelines give
	Joins    map[*yaml.Node]*Join               // keys of what one field has become
	Changes  []rules.Change                     // what the steps did

	vars    map[string][]string
	state   map[string]any
	applied map[string]bool            // the ids of steps
	named   map[string]map[string]bool // those that gave a name outside of selections
	mapped  map[string]bool            // fields that some mapping knows, and what they became
	did     []string                   // by the step at work
	work    int
	items   int
}

// Names are fields that are named outside of selections.
type Names struct {
	Lists   []*[]string // in which one may become several
	Single  []*string
	Aliases []string // which are none
}

// NewRule returns the rule of a document's section, nil for a correlation.
func NewRule(meta *rules.Rule, section *yaml.Node, others ...string) *Rule {
	r := &Rule{
		Meta: meta, Filled: map[*yaml.Node]map[string][]string{}, Joins: map[*yaml.Node]*Join{}, Names: Names{Lists: []*[]string{&meta.Fields}},
		vars: map[string][]string{}, state: map[string]any{}, applied: map[string]bool{}, named: map[string]map[string]bool{}, mapped: map[string]bool{},
	}
	if section == nil || section.Kind != yaml.MappingNode {
		return r
	}
	own := &Section{}
	for i := 0; i+1 < len(section.Content); i += 2 {
		k, v := section.Content[i], section.Content[i+1]
		if k.Value != "condition" && k.Value != "timeframe" && !slices.Contains(others, k.Value) {
			own.selections = append(own.selections, newSelection(k, v))
		}
	}
	r.Sections = []*Section{own}
	return r
}

// Bounds on what pipelines may make of one rule.
const (
	maxItems = 10_000
	maxWork  = 64 << 20 // bytes looked at and written, and steps
	perStep  = 64
	perValue = 256
)

var (
	errTooMany = fmt.Errorf("the rule has more than %d fields now", maxItems)
	errWork    = errors.New("pipelines need more work on this rule than one may cause")
)

func (r *Rule) spend(n int) error {
	if r.work += n; r.work > maxWork {
		return errWork
	}
	return nil
}

// maxDid is how many changes of one step are told.
const maxDid = 20

// note says what the step at work did; the same only once.
func (r *Rule) note(format string, args ...any) {
	if len(r.did) > maxDid {
		return
	}
	s := fmt.Sprintf(format, args...)
	switch {
	case slices.Contains(r.did, s):
	case len(r.did) == maxDid:
		r.did = append(r.did, "and more")
	default:
		r.did = append(r.did, s)
	}
}

// change is what becomes of one item: every group must match. Nil leaves the
// item as it is, and not marked.
type change func(it *Item) ([]group, error)

// each gives every item that s may change to do.
func (r *Rule) each(s *step, do change) error {
	for _, section := range r.Sections {
		for _, sel := range section.selections {
			if sel.raw != nil {
				continue
			}
			var all []alternative
			for _, a := range sel.alternatives {
				changed, err := r.alternative(s, a, do)
				if err == nil {
					err = r.apart(changed, &all)
				}
				if err != nil {
					return err
				}
			}
			sel.alternatives = all
		}
	}
	return nil
}

func (r *Rule) alternative(s *step, a alternative, do change) (alternative, error) {
	var out alternative
	for _, g := range a {
		kept := group{all: g.all}
		for _, it := range g.items {
			made, err := r.one(s, it, do)
			switch {
			case err != nil:
				return nil, err
			case made == nil:
				kept.items = append(kept.items, it)
			case len(made) == 1 && made[0].ways == nil && (made[0].all == g.all || len(g.items) == 1 || len(made[0].items) == 1):
				if len(g.items) == 1 {
					kept.all = made[0].all
				}
				kept.items = append(kept.items, made[0].items...)
			case len(g.items) == 1 || g.all && !slices.ContainsFunc(made, func(m group) bool { return (len(m.items) > 1 || m.ways != nil) && !m.all }):
				out = append(out, made...)
			case len(made) > 0:
				return nil, fmt.Errorf("%s cannot be changed once more: it is one of several fields already", it.Field)
			}
		}
		if len(kept.items) > 0 {
			out = append(out, kept)
		}
	}
	return out, nil
}

// apart adds a to all, unless nothing is left of it, once for each of the ways of
// its groups:
//
//	a group of the ways x, y and a group z  →  x and z, or y and z
func (r *Rule) apart(a alternative, all *[]alternative) error {
	if len(a) == 0 {
		return nil
	}
	i := slices.IndexFunc(a, func(g group) bool { return g.ways != nil })
	if i < 0 {
		*all = append(*all, a)
		return nil
	}
	for _, way := range a[i].ways {
		if r.items += len(a); r.items > maxItems {
			return errTooMany
		}
		one := slices.Clone(a)
		one[i] = group{items: way, all: true}
		if err := r.apart(one, all); err != nil {
			return err
		}
	}
	return nil
}

// one changes an item, if s may.
func (r *Rule) one(s *step, it *Item, do change) ([]group, error) {
	if err := r.spend(perStep); err != nil {
		return nil, err
	}
	on := &subject{r, it}
	if !s.item.hold(on) || !s.field.hold(on) {
		return nil, nil
	}
	made, err := do(it)
	if err != nil || made == nil {
		return nil, err
	}
	r.items--
	for _, g := range made {
		for _, k := range slices.Concat(append(g.ways, g.items)...) {
			r.items++
			k.mark(s.id)
		}
	}
	if r.items > maxItems {
		return nil, errTooMany
	}
	return made, nil
}

// some reports whether some item of the rule satisfies test.
func (r *Rule) some(test func(*Item) bool) bool {
	for _, s := range r.Sections {
		for _, sel := range s.selections {
			for _, a := range sel.alternatives {
				for _, g := range a {
					if slices.ContainsFunc(g.items, test) {
						return true
					}
				}
			}
		}
	}
	return false
}

// subject is an item as conditions see it; one without a value is but a name.
type subject struct {
	rule *Rule
	item *Item
}

// Item is a field with its modifiers and values, or a keyword.
type Item struct {
	Field      string
	keyword    bool
	modifiers  string // with the bars
	key, value *yaml.Node
	applied    map[string]bool     // the ids of steps
	filled     map[string][]string // values of placeholders
}

func newItem(key, v *yaml.Node) *Item {
	field, modifiers, barred := strings.Cut(key.Value, "|")
	if barred {
		modifiers = "|" + modifiers
	}
	return &Item{Field: field, modifiers: modifiers, keyword: field == "", key: key, value: v}
}

func (it *Item) mark(id string) {
	it.applied = maps.Clone(it.applied)
	if it.applied == nil {
		it.applied = map[string]bool{}
	}
	it.applied[id] = true
}

// values is the scalars of the item; a mere name has none.
func (it *Item) values() []*yaml.Node {
	switch {
	case it.value == nil:
		return nil
	case it.value.Kind == yaml.SequenceNode:
		return it.value.Content
	}
	return []*yaml.Node{it.value}
}

// has reports whether the item has one of the modifiers.
func (it *Item) has(modifiers ...string) bool {
	for m := range strings.SplitSeq(it.modifiers, "|") {
		if m != "" && slices.Contains(modifiers, m) {
			return true
		}
	}
	return false
}

// without returns the item's modifiers but for some.
func (it *Item) without(modifiers ...string) string {
	kept := ""
	for m := range strings.SplitSeq(strings.TrimPrefix(it.modifiers, "|"), "|") {
		if m != "" && !slices.Contains(modifiers, m) {
			kept += "|" + m
		}
	}
	return kept
}

// negative reports whether the item holds where the field is absent: then all
// of several fields must satisfy it.
func (it *Item) negative() bool {
	if it.has("neq") {
		return true
	}
	v := it.values()
	return len(v) == 1 && (v[0].ShortTag() == "!!null" || it.has("exists") && strings.EqualFold(v[0].Value, "false"))
}

// rename returns the item for another field.
func (it *Item) rename(field string) *Item {
	c := *it
	c.Field = field
	return &c
}

func alone(it *Item) []group { return []group{{items: []*Item{it}}} }
