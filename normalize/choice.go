package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/memo"
)

// choice is what is done with fields of a label in events of a class, worked out
// once: the field as it will stand in the event, what its values are, and what came
// of those that it had before.
type choice struct {
	known   class.Field
	label   *event.Label
	field   event.Field // in its place, all but its value
	read    bool        // somebody wants the value
	watch   bool        // it may mean something that somebody wants
	settled bool        // its place hangs on its value or those of others
	becomes string      // what it may be called then
	values  memo.Values
	dull    *memo.Texts // values that mean nothing that is looked for, as far as they are known
}

// choice returns what is done with fields of l.
func (x *excerpt) choice(l *event.Label) *choice {
	c, known := x.choices.Of(l)
	if !known {
		*c = x.newChoice(l)
	}
	return *c
}

func (x *excerpt) newChoice(l *event.Label) *choice {
	s := seatOf(x.seats, x.dialect, l)
	read, watch := false, x.scans && s.means
	for i := range s.places {
		f := &s.places[i]
		read = read || x.wants(f) || slices.Contains(x.settling, f.Name) || slices.Contains(x.settling, f.Path) || x.dialect.MoreReads(x.class.Class, f)
	}
	x.met(&s.places[0])
	if s.becomes != "" {
		x.met(&event.Field{Name: s.becomes, Section: event.System})
		watch = watch || x.means(s.becomes)
	}
	if !read && !watch && !s.class && !s.settled {
		if x.lists && s.says && !l.NoText && s.places[0].Section != event.Unsorted {
			return &x.listed
		}
		return &x.unread // Fast path: most fields are of no interest.
	}
	c := x.made(l, s)
	c.read, c.watch = read, watch
	return c
}

// made returns what is done with fields of l, which sit in s, if something is.
func (x *excerpt) made(l *event.Label, s *seat) *choice {
	c := &choice{label: l, settled: s.settled, becomes: s.becomes, field: s.places[0]}
	if c.settled {
		c.field = s.field // by its own path when it is settled
	}
	c.known = x.class.NewField(s.field.Name)
	return c
}

// message returns what is done with fields of l, of which messages are wanted and
// nothing else, if they are some.
func (x *excerpt) message(l *event.Label) *choice {
	c, known := x.messages.Of(l)
	if !known {
		*c = x.made(l, seatOf(x.seats, x.dialect, l))
	}
	return *c
}
