package normalize

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/event"
)

// dullTexts are values of a field, as they stood in records of one class, that were
// found to mean nothing that is looked for. Logs repeat themselves: most fields have
// one of a few values. Each has one place, and drives out what is there.
type dullTexts [16]dullText

type dullText struct {
	raw    []byte // its memory is used again
	quoted bool
}

// maxDull bounds what is kept of one value.
const maxDull = 256

// at returns the place of a value, which is not empty.
func (d *dullTexts) at(raw []byte) *dullText {
	return &d[spread(raw)%len(d)]
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
	return k.quoted == quoted && bytes.Equal(k.raw, raw)
}

// add remembers a value as dull.
func (d *dullTexts) add(raw []byte, quoted bool) {
	if len(raw) <= maxDull {
		k := d.at(raw)
		*k = dullText{append(k.raw[:0], raw...), quoted}
	}
}

// isDull reports whether the value of st in sk means nothing that is looked for,
// wherever it sits, and remembers that.
func (x *excerpt) isDull(st step, sk *arranged) bool {
	v := sk.value(st.at)
	says := func(name string) bool { return x.says(name, v) }
	if says(st.field.Name) || st.becomes != "" && says(st.becomes) {
		return false
	}
	if st.dull == nil {
		st.dull = &dullTexts{}
	}
	st.dull.add(sk.raw(st.at))
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
