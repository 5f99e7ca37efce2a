package replay

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/sink"
)

// shown is how many entries of a list the text shows.
const shown = 5

// Text writes the summary for people: what ran in three lines, then everything
// that did not. Long lists are cut unless all is set.
func (s *Summary) Text(w io.Writer, all bool) error {
	t := text{most: shown}
	if all {
		t.most = int(^uint(0) >> 1)
	}
	t.ran(s)
	t.correlations(s.Correlations)
	t.inputs(&s.Inputs)
	t.events(&s.Events)
	t.rules(&s.Rules, s.Events.Read > 0)
	t.profile(s.Profile)
	if t.cut {
		t.line("", "(--verbose and --summary json leave nothing out)")
	}
	_, err := io.WriteString(w, t.String())
	return err
}

type text struct {
	strings.Builder
	most int  // entries of a list
	cut  bool // some list was longer
}

// line writes one safe line after an indent.
func (t *text) line(indent, format string, args ...any) {
	t.WriteString(indent + sink.Escape(fmt.Sprintf(format, args...)) + "\n")
}

// list writes a heading with how many there are, and the entries.
func list[T any](t *text, heading string, entries []T, show func(T) string) {
	if len(entries) == 0 {
		return
	}
	t.line("", "- %s: %s", heading, thousands(int64(len(entries))))
	for _, e := range entries[:min(len(entries), t.most)] {
		t.line("    ", "%s", show(e))
	}
	if more := len(entries) - t.most; more > 0 {
		t.cut = true
		t.line("    ", "… and %s more", thousands(int64(more)))
	}
}

func (t *text) ran(s *Summary) {
	if s.Interrupted {
		t.line("", "Interrupted: this is what there was until then.")
	}
	pace := ""
	if d := s.Elapsed; d > 0 {
		pace = fmt.Sprintf(" in %s (%s/s)", duration(d), thousands(int64(float64(s.Events.Read)/d.Seconds())))
	}
	t.line("", "Read %s (%s) from %s%s.", plural(s.Events.Read, "event"), size(s.Inputs.Bytes), plural(s.Inputs.opened(), "input"), pace)
	shipped := ""
	if s.Rules.Shipped {
		shipped = ", those that ship (-r gives others)"
	}
	t.line("", "Ran %s%s.", plural(int64(s.Rules.Loaded), "rule"), shipped)
	if s.Rules.Narrowed > 0 {
		t.line("", "Left out %s, not asked for.", plural(int64(s.Rules.Narrowed), "rule"))
	}
	t.line("", "Raised %s%s.", plural(s.Alerts.Total, "alert"), s.Alerts.levels())
}

// levels lists the counts, the gravest level first.
func (c *AlertCounts) levels() string {
	var parts []string
	rest := c.Total
	for l := alert.Critical; l > alert.NoLevel; l-- {
		if n := c.ByLevel[l.String()]; n > 0 {
			parts = append(parts, thousands(n)+" "+l.String())
			rest -= n
		}
	}
	if rest > 0 {
		parts = append(parts, thousands(rest)+" without level")
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

func (t *text) inputs(s *InputSummary) {
	list(t, "inputs that could not be read, or not to their ends", s.Unreadable, InputNote.String)
	list(t, "inputs not finished", s.Unfinished, InputNote.String)
	list(t, "losses of records", s.Lost, Loss.String)
	list(t, "files skipped", s.Skipped, InputNote.String)
}

// String returns path: reason.
func (n InputNote) String() string {
	if n.Read > 0 {
		return fmt.Sprintf("%s: %s (after %s)", n.Path, n.Reason, plural(n.Read, "record"))
	}
	return n.Path + ": " + n.Reason
}

// String returns path: how often × kind of loss.
func (l Loss) String() string {
	s := fmt.Sprintf("%s: %s × %s", l.Path, thousands(l.Records), l.Kind)
	if l.Bytes > 0 {
		s += fmt.Sprintf(", %s bytes", thousands(l.Bytes))
	}
	if l.Example != "" {
		s += " (" + l.Example + ")"
	}
	return s
}

func (t *text) events(c *EventCounts) {
	for _, n := range []struct {
		count int64
		what  string
	}{
		{c.Outside, "outside the time range: not matched"},
		{c.Untimed, "without a time"},
		{c.Assumed, "by clocks of no known zone: their times are taken for UTC unless --timezone says another"},
		{c.Unclassified, "without a log or an event id to go by: matched against every rule"},
	} {
		if n.count > 0 {
			t.line("", "- %s %s", plural(n.count, "event"), n.what)
		}
	}
	for _, form := range slices.Sorted(maps.Keys(c.Nearest)) {
		t.line("", "- %s of no known form, the nearest is %s: matched under their own names (detect normalize --explain shows them)", plural(c.Nearest[form], "event"), form)
	}
}

func (t *text) rules(s *RuleSummary, events bool) {
	list(t, "rules not loaded"+tally(s.Refused, func(r Refusal) string { return r.Code }), s.Refused, Refusal.String)
	list(t, "rules that failed on events", s.Failed, func(r Rule) string {
		return fmt.Sprintf("%s: on %s, such as: %s", r, plural(r.Events, "event"), r.Example)
	})
	sources := func(r Rule) string { return r.Logsource }
	list(t, "rules that apply to nothing, their log source is not known"+tally(s.Unrouted, sources), s.Unrouted, Rule.String)
	if events { // otherwise it is all of them
		list(t, "rules without events of their log source"+tally(s.Idle, sources), s.Idle, Rule.String)
	}
	fields := func(r Rule) string { return r.String() + ": " + strings.Join(r.Fields, ", ") }
	list(t, "rules that read fields which never occurred", s.Fieldless, fields)
	list(t, "rules that exclude by fields which some of their events never have", s.Unprovidable, fields)
}
