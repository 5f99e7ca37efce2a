package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// dullTexts are values of a field, as they stood in records of one class, that were
// found to mean nothing that is looked for. Logs repeat themselves: most fields have
// one of a few values.
type dullTexts struct {
	known [4]dullText
	next  int
}

type dullText struct {
	raw    string
	quoted bool
}

// has reports whether a value is known to be dull.
func (d *dullTexts) has(raw []byte, quoted bool) bool {
	if d != nil {
		for i := range d.known[:min(d.next, len(d.known))] {
			if k := &d.known[i]; k.raw == string(raw) && k.quoted == quoted {
				return true
			}
		}
	}
	return false
}

// maxDull bounds what is kept of one value.
const maxDull = 256

// add remembers a value as dull, and forgets the oldest.
func (d *dullTexts) add(raw []byte, quoted bool) {
	if len(raw) <= maxDull {
		d.known[d.next%len(d.known)] = dullText{string(raw), quoted}
		d.next++
	}
}

// isDull reports whether value i of sk, of label l, means nothing that is looked
// for, wherever it sits.
func (x *excerpt) isDull(c *choice, l *event.Label, sk event.Sketch, i int) bool {
	raw, quoted := sk.Raw(i)
	if c.dull.has(raw, quoted) {
		return true
	}
	v := sk.Value(i)
	names := append(slices.Clone(x.dialect.Becomes(c.settled)), x.seat(l).field.Name)
	for _, name := range names {
		f := event.Field{Name: name, Section: event.EventData, Value: v}
		x.n.interpret(x.class, &f, x.class.field(x.n.table, name))
		if m := f.Value.Meaning(); m != nil && (x.mentions(m.Code) || x.mentions(m.Text)) {
			return false
		}
	}
	if c.dull == nil {
		c.dull = &dullTexts{}
	}
	c.dull.add(raw, quoted)
	return true
}

func (x *excerpt) mentions(text string) bool {
	return x.interest == nil || x.interest.Mentions(x.class.Class, []byte(text))
}
