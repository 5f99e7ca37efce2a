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

// object writes the members of an event with these fields.
func (w *writer) object(ms []member, fs event.Fields, as aspect) {
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
			w.show(as, fs[m.fields[0]].Value)
			continue
		}
		w.b = append(w.b, '[')
		for j, field := range m.fields {
			if j > 0 {
				w.b = append(w.b, ',')
			}
			w.show(as, fs[field].Value)
		}
		w.b = append(w.b, ']')
	}
	w.close()
}

// show writes a value.
func (w *writer) show(as aspect, v event.Value) {
	start := len(w.b)
	w.b = as.append(w.b, v)
	if as == shown {
		w.repeats.note(w.b, start, v.Rendered())
	}
}

// isRendered reports whether some value is shown otherwise than the source wrote it.
func (m *member) isRendered(fs event.Fields) bool {
	return slices.ContainsFunc(m.fields, func(i int32) bool { return fs[i].Value.Rendered() != fs[i].Value.Raw() })
}

// append appends what is shown of a value: text whatever its type, since the
// same event has numbers in one format and their digits in another.
func (as aspect) append(b []byte, v event.Value) []byte {
	switch {
	case v.IsNull():
		return append(b, "null"...)
	case as == raw:
		return appendQuoted(b, v.Raw())
	case as == logged:
		v = v.WithMeaning(nil)
	}
	return appendQuoted(b, v.Rendered())
}
