package sink

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// TextOptions say how Text writes. The zero value is plain text.
type TextOptions struct {
	Color bool // with ANSI colours
}

// Text writes alerts for people to read: a block of a few short lines each,
// with an empty line between. Values are cut where they are very long, and
// control characters in them are shown escaped, since logs hold what attackers
// wrote.
func Text(w io.Writer, o TextOptions) Sink {
	return &textSink{w: bufio.NewWriterSize(w, bufferSize), paint: o.Color}
}

type textSink struct {
	w     *bufio.Writer
	paint bool
	n     int64
}

const (
	maxValue = 200 // runes shown of one value
	maxWhy   = 12  // matched fields shown of one alert
)

// Write implements [Sink].
func (s *textSink) Write(_ context.Context, a *alert.Alert) error {
	if s.n++; s.n > 1 {
		s.w.WriteByte('\n')
	}
	s.title(a.Rule)
	s.line("when", when(a))
	s.line("who", who(a.Event.Fields))
	s.together(a.Correlation)
	if a.Correlation == nil {
		s.why(a.Matched)
	}
	s.more(a)
	s.line("where", where(&a.Event.Source))
	s.line("rule", join("  ", clean(a.Rule.File), clean(a.Rule.ID)))
	if len(a.Rule.Tags) > 0 {
		s.line("tags", clean(strings.Join(a.Rule.Tags, ", ")))
	}
	s.line("alert", a.ID)
	return s.sticky()
}

// Close implements [Sink].
func (s *textSink) Close() error { return s.w.Flush() }

// sticky returns the first error of the writer below: a bufio.Writer keeps it.
func (s *textSink) sticky() error {
	_, err := s.w.Write(nil)
	return err
}

func (s *textSink) title(r *alert.Rule) {
	level := strings.ToUpper(r.Level)
	if level == "" {
		level = "NO LEVEL"
	}
	s.w.WriteString(s.colour(levelColour(r.Level), clean(level)))
	s.w.WriteString("  ")
	s.w.WriteString(s.colour(bold, clean(r.Title)))
	s.w.WriteByte('\n')
}

// line writes one "  label  text" line.
func (s *textSink) line(label, text string) {
	if text == "" {
		return
	}
	s.w.WriteString(s.colour(dim, fmt.Sprintf("  %-5s", label)))
	s.w.WriteByte(' ')
	s.w.WriteString(text)
	s.w.WriteByte('\n')
}

func (s *textSink) why(matched []alert.Match) {
	var reasons []string
	for i := range matched {
		if r := reason(&matched[i]); !slices.Contains(reasons, r) { // an expression may read a field twice
			reasons = append(reasons, r)
		}
	}
	label := "why"
	for _, r := range reasons[:min(len(reasons), maxWhy)] {
		s.line(label, r)
		label = ""
	}
	if more := len(reasons) - maxWhy; more > 0 {
		s.line("", fmt.Sprintf("… and %d more", more))
	}
}

// more shows the fields that the rule's author wants to see.
func (s *textSink) more(a *alert.Alert) {
	label := "also"
	for _, name := range a.Rule.Fields {
		for v := range a.Event.Fields.Values(name) {
			s.line(label, clean(name)+" = "+faces(v))
			label = ""
		}
	}
}

// accounts are the fields that say who acted, the best first: domain and name.
var accounts = [][2]string{{"SubjectDomainName", "SubjectUserName"}, {"", "User"}, {"TargetDomainName", "TargetUserName"}}

// who is the account that acted, where the event says.
func who(fields event.Fields) string {
	for _, f := range accounts {
		name, _ := fields.Get(f[1])
		if name.Raw() == "" || name.Raw() == "-" {
			continue
		}
		domain, _ := fields.Get(f[0])
		return join(`\`, clean(domain.Rendered()), clean(name.Rendered()))
	}
	return ""
}

// faces is a value as people read it, with the original text where it differs.
func faces(v event.Value) string {
	if raw := v.Raw(); raw != v.Rendered() {
		return clean(v.Rendered()) + " (" + clean(raw) + ")"
	}
	return clean(v.Rendered())
}

// when is the time, the computer and the event's class.
func when(a *alert.Alert) string {
	t := "(no time)"
	if !a.Time.IsZero() {
		t = a.Time.UTC().Format("2006-01-02 15:04:05.999999999Z")
	}
	log := a.Event.Channel
	if log == "" {
		log = a.Event.Provider
	}
	if a.Event.HasEventID {
		log = strings.TrimSpace(fmt.Sprintf("%s %d", log, a.Event.EventID))
	}
	return join("  ", t, clean(a.Event.Computer), clean(log))
}

// where is the place of the event in its input.
func where(src *event.Source) string {
	at := fmt.Sprintf("event %d", src.Index)
	switch {
	case src.Line > 0:
		at = fmt.Sprintf("line %d", src.Line)
	case src.Record > 0:
		at = fmt.Sprintf("record %d", src.Record)
	}
	if src.Carved {
		at += ", carved: the log had given it up"
	}
	return clean(src.File) + ": " + at
}

// reason is a matched field with both faces of its value, and the pattern
// where it says more than they do.
func reason(m *alert.Match) string {
	var b strings.Builder
	if m.Selection != "" {
		b.WriteString(clean(m.Selection) + ": ")
	}
	b.WriteString(clean(m.Field))
	if m.EventField != "" {
		b.WriteString(" [" + clean(m.EventField) + "]")
	}
	b.WriteString(" = " + clean(m.Value))
	if m.Raw != "" {
		b.WriteString(" (" + clean(m.Raw) + ")")
	}
	if m.Pattern != "" && (m.Operator != "equals" || !strings.EqualFold(m.Pattern, m.Value) && !strings.EqualFold(m.Pattern, m.Raw)) {
		b.WriteString("  ← " + m.Operator + " " + clean(m.Pattern))
	}
	return b.String()
}

// join is strings.Join without the empty parts.
func join(sep string, parts ...string) string {
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
