package alert

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// aspect is what is shown of values.
type aspect uint8

const (
	shown  aspect = iota // as people read them
	raw                  // the original text, of members that show another
	logged               // without their meaning, since there is no raw beside them
)

// object writes the members of an event with these fields. It reports whether a value is
// shown otherwise than the source wrote it.
func (w *writer) object(ms []member, fs event.Fields, as aspect) (rendered bool) {
	w.open()
	for i := range ms {
		m := &ms[i]
		if as == raw && !m.isRendered(fs) {
			continue
		}
		if w.b[len(w.b)-1] != '{' {
			w.b = append(w.b, ',')
		}
		w.b = append(w.b, m.key...)
		if len(m.fields) == 1 {
			rendered = w.show(as, &fs[m.fields[0]].Value) || rendered
			continue
		}
		w.b = append(w.b, '[')
		for j, field := range m.fields {
			if j > 0 {
				w.b = append(w.b, ',')
			}
			rendered = w.show(as, &fs[field].Value) || rendered
		}
		w.b = append(w.b, ']')
	}
	w.close()
	return rendered
}

// isRendered reports whether some value is shown otherwise than the source wrote it.
func (m *member) isRendered(fs event.Fields) bool {
	return slices.ContainsFunc(m.fields, func(i int32) bool { return fs[i].Value.Rendered() != fs[i].Value.Raw() })
}

// show writes a value: text whatever its type, since the same event has numbers in one
// format and their digits in another. It reports whether that is not the original text.
func (w *writer) show(as aspect, v *event.Value) (rendered bool) {
	text := v.Raw()
	switch as {
	case shown:
		text = v.Rendered()
		rendered = text != v.Raw()
	case logged:
		text = v.WithMeaning(nil).Rendered()
	}
	if v.IsNull() {
		w.b = append(w.b, "null"...)
		return rendered
	}
	w.b = w.repeats.appendQuoted(w.b, text)
	return rendered
}
