package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// dullTexts are values of a field, as they stood in records of one class, that were
// found to mean nothing that is looked for. Logs repeat themselves: most fields have
// one of a few values. Each has one place, and drives out what is there.
type dullTexts [16]dullText

type dullText struct {
	raw    string
	quoted bool
}

// maxDull bounds what is kept of one value.
const maxDull = 256

// at returns the place of a value, which is not empty.
func (d *dullTexts) at(raw []byte) *dullText {
	return &d[(7*len(raw)+3*int(raw[len(raw)/2])+int(raw[len(raw)-1]))%len(d)]
}

// has reports whether a value is known to be dull.
func (d *dullTexts) has(raw []byte, quoted bool) bool {
	if len(raw) == 0 {
		return true
	}
	if d == nil {
		return false
	}
	k := d.at(raw)
	return k.raw == string(raw) && k.quoted == quoted
}

// add remembers a value as dull.
func (d *dullTexts) add(raw []byte, quoted bool) {
	if len(raw) <= maxDull {
		*d.at(raw) = dullText{string(raw), quoted}
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
	says := func(name string) bool { return x.says(name, v) }
	if says(x.seat(l).field.Name) || slices.ContainsFunc(x.dialect.Becomes(c.settled), says) {
		return false
	}
	if c.dull == nil {
		c.dull = &dullTexts{}
	}
	c.dull.add(raw, quoted)
	return true
}

// says reports whether v means something that is looked for, in a field so called.
func (x *excerpt) says(name string, v event.Value) bool {
	f := event.Field{Name: name, Section: event.EventData, Value: v}
	x.n.interpret(x.class, &f, x.class.field(x.n.table, name))
	m := f.Value.Meaning()
	return m != nil && (x.mentions(m.Code) || x.mentions(m.Text))
}

func (x *excerpt) mentions(text string) bool {
	return x.interest == nil || x.interest.Mentions(x.class.Class, []byte(text))
}
