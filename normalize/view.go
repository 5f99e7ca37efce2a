package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
)

// view says which fields of records of one shape and class are read.
type view struct {
	*excerpt
	told  told
	head  []step // those that told it, unless all is read
	read  []step // always
	watch []step // where they mean something, or hold messages
	late  []step // where one of those that are watched is settled with them

	labels []*event.Label // of the shape
	roles  []role         // of its fields

	number  uint32 // of the worker's views
	repeats repeats
}

// step is one field of a view.
type step struct {
	*choice
	at int32 // which value of a record it is
}

// choose makes v the view of x on records of shape s.
func (v *view) choose(x *excerpt, s *shape) {
	*v = view{
		excerpt: x, told: told{values: v.told.values[:0]},
		head: v.head[:0], read: v.read[:0], watch: v.watch[:0], late: v.late[:0],
		labels: s.labels, roles: append(v.roles[:0], make([]role, len(s.labels))...),
	}
	if x.interest == nil {
		v.read = slices.Grow(v.read, len(s.labels)) // all of them, mostly
	}
	x.choices.Expect(s.labels)
	first := s.first
	if x.interest == nil {
		first = nil // all is read, as it stands in the record
	}
	for _, i := range first {
		v.head = append(v.head, step{x.choice(s.labels[i]), i})
		v.roles[i] = tells
	}
	for i, l := range s.labels {
		st := step{x.choice(l), int32(i)}
		switch {
		case len(first) > 0 && first[0] == int32(i):
			first = first[1:]
			continue
		case st.field.Section == event.Unsorted && st.choice != &x.listed: // it is no part of the event
			continue
		case st.read:
			v.read = append(v.read, st)
			v.roles[i] = read
			continue
		case st.watch || x.lists && !l.NoText:
			v.watch = append(v.watch, st)
			v.roles[i] = role(len(v.watch))
		}
		if st.settled {
			v.late = append(v.late, st)
		}
	}
}

// notable appends those of the fields that are watched whose values may mean something
// in sk.
func (v *view) notable(to []step, sk *arranged) []step {
	for i := range v.watch {
		to = v.note(to, &v.watch[i], sk)
	}
	return to
}

// note is notable of one of them.
func (v *view) note(to []step, watched *step, sk *arranged) []step {
	raw, quoted := sk.raw(watched.at)
	if !watched.watch && !beginsMessage(raw, quoted) {
		return to // Fast path: few do.
	}
	st := *watched
	if st.choice == &v.listed {
		st.choice = v.message(v.labels[st.at])
	}
	if st.dull.Has(raw, quoted) {
		return to
	}
	return append(to, st)
}

// fill appends the fields of sk that are wanted, of those that are watched the notable
// ones.
func (v *view) fill(fs *taken, sk *arranged, notable []step) {
	for _, st := range v.head {
		v.take(fs, sk, st)
	}
	for _, st := range v.read {
		v.take(fs, sk, st)
	}
	settle := false
	for _, st := range notable {
		switch {
		case v.isDull(st, sk):
		case st.settled:
			settle = true
		default:
			v.take(fs, sk, st)
		}
	}
	if settle {
		for _, st := range v.late {
			v.take(fs, sk, st)
		}
	}
	if len(fs.settled) > 0 {
		v.settle(fs)
	}
}

// beginsMessage reports whether a value may be a parameter message or a list of
// them.
func beginsMessage(raw []byte, quoted bool) bool {
	return quoted && len(raw) > 0 && (raw[0] <= ' ' || raw[0] == '%' || raw[0] == '\\')
}

// taken are the fields of an event that were read.
type taken struct {
	fields  event.Fields
	settled []settledField
}

func (fs *taken) reset() { fs.fields, fs.settled = fs.fields[:0], fs.settled[:0] }

// settledField is one of them whose place is still to be settled.
type settledField struct {
	*choice
	at    int         // among them
	known *memo.Value // nil: nothing
}

// take appends the field of st with its value in sk, if it is part of the event.
func (v *view) take(fs *taken, sk *arranged, st step) {
	at := len(fs.fields)
	fs.fields = append(fs.fields, st.field)
	f := &fs.fields[at]
	raw, quoted := sk.raw(st.at)
	known := st.values.Find(raw, quoted)
	if known == nil {
		if f.Value = sk.value(st.at); f.Section == event.System && dialect.Blank(f.Value) {
			v.displace(fs, st)
			return
		}
		known = st.values.Learn(raw, quoted, f.Value)
	}
	switch {
	case st.settled:
		if known != nil {
			f.Value = known.Read
		}
		fs.settled = append(fs.settled, settledField{st.choice, at, known})
	case known == nil:
		v.interpret(f, st.choice)
	case known.Done:
		f.Value = known.Typed // Fast path: it came before.
	default:
		f.Value = known.Read
		v.interpret(f, st.choice)
		known.Becomes(f)
	}
}

// displace gives the last field its place where its value is blank.
func (v *view) displace(fs *taken, st step) {
	f := &fs.fields[len(fs.fields)-1]
	switch *f = v.dialect.Placed(st.label, f.Value); {
	case f.Section == event.Unsorted:
		fs.fields = fs.fields[:len(fs.fields)-1]
	case st.settled:
		fs.settled = append(fs.settled, settledField{st.choice, len(fs.fields) - 1, nil})
	default:
		v.interpret(f, st.choice)
	}
}

// settle gives the fields their places that hang on their values.
func (v *view) settle(fs *taken) {
	v.dialect.Settle(fs.fields)
	for _, s := range fs.settled {
		f := &fs.fields[s.at]
		switch k := s.known; {
		case f.Section == event.Envelope || k == nil || k.Read != f.Value:
			v.interpret(f, s.choice)
		case k.Done && k.Name == f.Name:
			f.Value = k.Typed // Fast path: it was that before.
		default:
			v.interpret(f, s.choice)
			k.Becomes(f)
		}
	}
}

// interpret types the value of a field of c and adds what it means.
func (v *view) interpret(f *event.Field, c *choice) {
	switch {
	case class.IsInterpreted(f.Section):
		known := c.known
		if f.Name != c.field.Name { // Slow path: it is not where fields of that name usually are.
			known = v.class.Field(f.Name)
		}
		v.class.Interpret(f, known)
	case f.Section == event.Envelope:
		dialect.OwnPath(f)
	}
}
