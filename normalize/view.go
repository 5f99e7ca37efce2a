package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// view says which fields of records of one shape and class are read.
type view struct {
	*excerpt
	read    []int32 // always
	watch   []int32 // where they hold messages
	settles bool
}

// choose makes v the view of x on records of shape s.
func (v *view) choose(x *excerpt, s *shape) {
	*v = view{excerpt: x, read: v.read[:0], watch: v.watch[:0]}
	first := s.first
	for i, l := range s.labels {
		switch c := x.choice(l); {
		case len(first) > 0 && first[0] == int32(i):
			first = first[1:]
		case x.seat(l).field.Section == event.Unsorted: // it is no part of the event
		case c.settled && x.settles:
			v.read, v.settles = append(v.read, int32(i)), true
		case c.read:
			v.read = append(v.read, int32(i))
		case c.watch || x.lists:
			v.watch = append(v.watch, int32(i))
		}
	}
}

// add appends to fs, which holds the first fields of sk, those that are wanted.
func (v *view) add(fs *labelled, sk event.Sketch) {
	for _, i := range v.read {
		fs.add(v.dialect, v.seats, sk, int(i))
	}
	settle := v.settles
	for _, i := range v.watch {
		l := sk.Labels()[i]
		c := v.choice(l)
		if !c.watch && !beginsMessage(sk, int(i)) || v.isDull(c, l, sk, int(i)) {
			continue
		}
		if settle = settle || c.settled; !c.settled {
			fs.add(v.dialect, v.seats, sk, int(i))
		}
	}
	if settle {
		v.settle(fs, sk)
	}
}

// settle adds the fields that the dialect settles, unless they are there, and
// settles them.
func (v *view) settle(fs *labelled, sk event.Sketch) {
	if !v.settles {
		for i, l := range sk.Labels() {
			if v.choice(l).settled && !slices.Contains(fs.labels, l) {
				fs.add(v.dialect, v.seats, sk, i)
			}
		}
	}
	v.dialect.Settle(fs.fields)
}

// beginsMessage reports whether value i of sk may be a parameter message or a list
// of them.
func beginsMessage(sk event.Sketch, i int) bool {
	raw, _ := sk.Raw(i)
	return len(raw) > 0 && (raw[0] == '%' || raw[0] == ' ' || raw[0] == '\\')
}

// interpret types the values of fields and adds what they mean.
func (v *view) interpret(fs *labelled) {
	for i := range fs.fields {
		f := &fs.fields[i]
		switch f.Section {
		case event.Rendering:
		case event.Envelope:
			dialect.OwnPath(f)
		default:
			if i < len(fs.labels) && v.seat(fs.labels[i]).field.Name == f.Name {
				v.n.interpret(v.class, f, v.choice(fs.labels[i]).fieldClass)
			} else { // Slow path: the dialect moved it, or it is of a message.
				v.n.interpret(v.class, f, v.class.field(v.n.table, f.Name))
			}
		}
	}
}

// labelled are fields with the labels that they came from. Fields beyond those
// came from elsewhere.
type labelled struct {
	fields event.Fields
	labels []*event.Label
}

// add appends value i of sk as a field, if it is part of the event.
func (fs *labelled) add(d *dialect.Dialect, seats *byLabel[seat], sk event.Sketch, i int) {
	l := sk.Labels()[i]
	at := len(fs.fields)
	fs.fields = append(fs.fields, seatOf(seats, d, l).field)
	if fs.fields[at].Value = sk.Value(i); !settleBlank(d, &fs.fields[at], l) {
		fs.fields = fs.fields[:at]
		return
	}
	fs.labels = append(fs.labels, l)
}

// in is [event.Fields.In] of those fields of sk that may tell the time.
func (v *view) in(times []int32, sk event.Sketch, section event.Section, name string) (event.Value, bool) {
	for _, i := range times {
		l := sk.Labels()[i]
		at := v.seat(l)
		if at.field.Section != section || !at.field.Is(name) {
			continue
		}
		f := event.Field{Section: section, Value: sk.Value(int(i))}
		if settleBlank(v.dialect, &f, l) && f.Section == section {
			return f.Value, true
		}
	}
	return event.Value{}, false
}
