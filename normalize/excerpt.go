package normalize

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/derived"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Interest says what somebody wants of events that he gets in part. The answers
// for a class must stay the same.
type Interest interface {
	// Reads reports whether f, from all but its Value, is wanted of events of class c.
	Reads(c event.Class, f *event.Field) bool
	// Met is told, now and then, that events of class c have f.
	Met(c event.Class, f *event.Field)
	// Scans reports whether fields that nobody reads are wanted of events of class
	// c where they mean more than their text says, and Mentions whether what they
	// mean is such that they are.
	Scans(c event.Class) bool
	Mentions(c event.Class, text []byte) bool
}

// excerpt is what is read of the events of one class in one dialect.
type excerpt struct {
	excerptKey
	seats    *memo.ByLabel[seat]
	interest Interest // nil: wants all
	scans    bool
	lists    bool     // fields that nobody reads are wanted where they hold messages
	access   bool     // what an access mask means is wanted
	settling []string // what the dialect has to see to settle those of its fields that are wanted
	derived  []derived.Field
	timed    bool // one of them is made of the event's time
	computer bool // the name of the computer tells more of them
	choices  memo.ByLabel[*choice]
	unread   choice                // of fields that nobody wants
	listed   choice                // of those that are wanted where they hold messages, if they ever do
	messages memo.ByLabel[*choice] // of those that did
	labelled map[lineName]bool     // the lines of messages that are wanted
}

type excerptKey struct {
	dialect *dialect.Dialect
	class   *class.Class
}

func (n *Normalizer) newExcerpt(k excerptKey, seats *memo.ByLabel[seat], interest Interest) *excerpt {
	x := &excerpt{excerptKey: k, seats: seats, interest: interest, labelled: map[lineName]bool{}}
	x.scans = interest == nil || interest.Scans(k.class.Class)
	x.lists = x.scans && windows.NumbersTexts(k.class.Class)
	for _, d := range n.derived {
		if d.Of(k.class.EventID) && x.reads(&event.Field{Name: d.Name, Section: event.Derived}) {
			x.derived = append(x.derived, d)
			x.timed, x.computer = x.timed || d.LooksAtTime(), x.computer || d.LooksAtComputer()
		}
	}
	x.access = windows.HasAccess(k.class.Class) && (x.scans || x.reads(&event.Field{Name: "AccessMask", Section: event.EventData}))
	x.settling = k.dialect.Settling(x.wants)
	return x
}

func (x *excerpt) reads(f *event.Field) bool {
	return x.interest == nil || x.interest.Reads(x.class.Class, f)
}

// wants reports whether the value of f matters to somebody.
func (x *excerpt) wants(f *event.Field) bool {
	return x.reads(f) || x.derives(f) || x.access && class.NamesAccess(f)
}

// derives reports whether something that is wanted may be made of f.
func (x *excerpt) derives(f *event.Field) bool {
	return x.computer && f.Is("Computer") || slices.ContainsFunc(x.derived, func(d derived.Field) bool { return d.LooksAt(f) })
}

func (x *excerpt) met(f *event.Field) {
	if x.interest != nil {
		x.interest.Met(x.class.Class, f)
	}
}

// means reports whether the value of a field so called may mean something that
// somebody wants.
func (x *excerpt) means(name string) bool { return x.scans && windows.ReadingOf(name) != nil }

// isDull reports whether the value of st in sk means nothing that is looked for,
// wherever it sits, and remembers that.
func (x *excerpt) isDull(st step, sk *arranged) bool {
	v := sk.value(st.at)
	says := func(name string) bool { return x.says(name, v) }
	if says(st.field.Name) || st.becomes != "" && says(st.becomes) {
		return false
	}
	if st.dull == nil {
		st.dull = &memo.Texts{}
	}
	st.dull.Add(sk.raw(st.at))
	return true
}

// says reports whether v means something that is looked for, in a field so called.
func (x *excerpt) says(name string, v event.Value) bool {
	f := event.Field{Name: name, Section: event.EventData, Value: v}
	x.class.Interpret(&f, x.class.Field(name))
	m := f.Value.Meaning()
	return m != nil && (x.mentions(m.Code) || x.mentions(m.Text))
}

func (x *excerpt) mentions(text string) bool {
	return x.interest == nil || x.interest.Mentions(x.class.Class, []byte(text))
}

// wantsLine reports whether a line of a message is wanted.
func (x *excerpt) wantsLine(l *windows.Labelled) bool {
	if x.lists && (strings.HasPrefix(l.Value, "%") || strings.HasPrefix(l.Value, " ")) {
		return true
	}
	name := lineName{l.Section, l.Label, l.Field}
	want, known := x.labelled[name]
	if !known {
		f, _ := labelledField(*l)
		want = x.wants(&f) || x.means(f.Name)
		x.met(&f)
		if len(x.labelled) < memo.Limit {
			x.labelled[lineName{strings.Clone(l.Section), strings.Clone(l.Label), l.Field}] = want
		}
	}
	return want
}

// lineName is what a line of a message is called.
type lineName struct{ section, label, field string }
