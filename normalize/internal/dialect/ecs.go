package dialect

import (
	"iter"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// fromSchema gives an event back what Elastic's pipelines for Sysmon, Security
// and PowerShell moved out of its data, into fields of the common schema (ECS):
// a process creation without its Image and CommandLine is no use to any rule.
// What the data still says goes before the schema.
func fromSchema(fs event.Fields) event.Fields {
	v, _ := fs.In(event.System, "EventID")
	id, _ := Number(v)
	channel, _ := fs.In(event.System, "Channel")
	m := schemaMove{fs: fs, n: len(fs), id: int(id)}
	switch {
	case strings.EqualFold(channel.Raw(), "Microsoft-Windows-Sysmon/Operational"):
		m.all(sysmonMoves)
		m.sysmon()
	case strings.EqualFold(channel.Raw(), "Security"):
		m.all(securityMoves)
	case strings.Contains(channel.Raw(), "PowerShell"):
		m.powershell()
	}
	return m.fs
}

// schemaMove gives one event its fields back.
type schemaMove struct {
	fs event.Fields
	n  int // of the fields that it came with
	id int
}

// move is a field of the data and where the schema keeps it, in events with the
// given ids; none are those that no move before it speaks of.
type move struct {
	path, name string
	ids        []int
}

func (m *schemaMove) all(moves []move) {
	for _, mv := range moves {
		if len(mv.ids) > 0 && !slices.Contains(mv.ids, m.id) {
			continue
		}
		if f := m.find(mv.path); f != nil {
			m.add(mv.name, f.Value, f.Origin)
		}
	}
}

func (m *schemaMove) find(path string) *event.Field {
	for i := range m.fs[:m.n] {
		if f := &m.fs[i]; f.Section == event.Envelope && pathOf(f) == path && !f.Value.IsNull() {
			return f
		}
	}
	return nil
}

func (m *schemaMove) add(name string, v event.Value, origin uint32) {
	if _, said := m.fs.In(event.EventData, name); !said {
		m.fs = append(m.fs, event.Field{Name: name, Section: event.EventData, Value: v, Origin: origin})
	}
}

// addText adds a text that was put together from the field.
func (m *schemaMove) addText(name, text string, from *event.Field) {
	if text != "" && from != nil {
		m.add(name, event.TextValue(text), from.Origin)
	}
}

// text returns the text at path, "" where there is none.
func (m *schemaMove) text(path string) string {
	if f := m.find(path); f != nil {
		return f.Value.Raw()
	}
	return ""
}

// account is the user below a path as Sysmon and PowerShell write it, with its
// domain; "" without one.
func (m *schemaMove) account(path string) string {
	domain, name := m.text(path+".domain"), m.text(path+".name")
	if domain == "" || name == "" {
		return ""
	}
	return domain + `\` + name
}

// objects yields the objects of the list below a path, which ends in a full stop:
// where a name comes again, or before one in whose alphabet they stood, the next
// one begins.
func (m *schemaMove) objects(below string) iter.Seq[object] {
	return func(yield func(object) bool) {
		var o object
		for _, f := range m.fs[:m.n] {
			name, ok := strings.CutPrefix(pathOf(&f), below)
			if !ok {
				continue
			}
			if len(o) == maxMembers || o.text(name) != "" || len(o) > 1 && o.sorted() && name < o[len(o)-1][0] {
				if !yield(o) {
					return
				}
				o = nil
			}
			o = append(o, [2]string{name, f.Value.Raw()})
		}
		if o != nil {
			yield(o)
		}
	}
}

// maxMembers is more than such an object has.
const maxMembers = 16

// object is names and values.
type object [][2]string

func (o object) sorted() bool {
	return slices.IsSortedFunc(o, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
}

func (o object) text(name string) string {
	for _, member := range o {
		if member[0] == name {
			return member[1]
		}
	}
	return ""
}

// through returns the ids from first to last.
func through(first, last int) (ids []int) {
	for ; first <= last; first++ {
		ids = append(ids, first)
	}
	return ids
}
