package engine

import (
	"fmt"
	"io"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
)

// Trace says what a rule made of an event. It marshals to JSON.
type Trace struct {
	RuleID    string         `json:"rule_id,omitempty"`
	Title     string         `json:"title,omitempty"`
	Event     string         `json:"event"` // the kind of event
	Origin    event.Source   `json:"origin"`
	Source    string         `json:"source,omitempty"` // the kind of event that the rule took it for
	Result    Result         `json:"result"`
	Reason    string         `json:"reason,omitempty"`    // why it did not apply
	Changes   []rules.Change `json:"changes,omitempty"`   // what pipelines did to the rule
	Filters   []alert.Filter `json:"filters,omitempty"`   // that narrow the rule
	Sees      []string       `json:"sees,omitempty"`      // the kinds of events that its log source stands for
	Condition *Step          `json:"condition,omitempty"` // nil when it did not apply
}

// Result is what a rule or a part of its condition said. The results are in the
// order of how much they tell.
type Result uint8

// The results. DidNotApply is a false one: the wrong log source, or a field
// that the event does not have.
const (
	DidNotApply Result = iota
	DidNotMatch
	Failed
	Matched
)

var resultNames = [...]string{"did not apply", "did not match", "failed", "matched"}

// String returns the result in words.
func (r Result) String() string {
	if int(r) < len(resultNames) {
		return resultNames[r]
	}
	return "result(?)"
}

// MarshalText implements encoding.TextMarshaler.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// WriteTo writes the trace for people to read. Values are quoted, since logs
// hold what attackers wrote.
func (t *Trace) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, t.String())
	return int64(n), err
}

// String returns what WriteTo writes.
func (t *Trace) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: rule %s on %s, %s\n", t.Result, quoteTitle(t.Title, t.RuleID), origin(t.Origin), t.Event)
	if t.Reason != "" {
		fmt.Fprintf(&b, "  %s\n", t.Reason)
	}
	for _, change := range t.Changes {
		fmt.Fprintf(&b, "  changed by %s\n", change)
	}
	for _, f := range t.Filters {
		fmt.Fprintf(&b, "  narrowed by %s\n", filterText(f))
	}
	if t.Source != "" && t.Source != t.Event {
		fmt.Fprintf(&b, "  seen as %s\n", t.Source)
	}
	if t.Condition != nil {
		t.Condition.write(&b, 1)
	}
	return b.String()
}

func quoteTitle(title, id string) string {
	if title == "" {
		return id
	}
	return fmt.Sprintf("%q (%s)", title, id)
}

// filterText names a filter: "The Scanner" (id) in filters.yml.
func filterText(f alert.Filter) string {
	s := fmt.Sprintf("filter %q", f.Title)
	if f.ID != "" {
		s += " (" + f.ID + ")"
	}
	return s + " in " + f.File
}

// marks stand before each step. They line up.
var marks = [...]string{DidNotApply: "  n/a", DidNotMatch: "   no", Failed: "error", Matched: "  yes"}

func (s *Step) write(b *strings.Builder, depth int) {
	fmt.Fprintf(b, "%s%s%s", marks[s.Result], strings.Repeat("  ", depth), s.title())
	switch {
	case len(s.Seen) > 0:
		s.writeField(b)
	case s.Kind == "keyword" && s.Result == Matched:
		fmt.Fprintf(b, " [%s] <- %q by %q", s.EventField, s.Value, s.Pattern)
	}
	if s.Reason != "" {
		fmt.Fprintf(b, " (%s)", s.Reason)
	}
	b.WriteByte('\n')
	if s.Became != "" {
		fmt.Fprintf(b, "%*sbecomes %s\n", 5+2*(depth+1), "", s.Became)
	}
	for _, kid := range s.Kids {
		kid.write(b, depth+1)
	}
}

func (s *Step) title() string {
	if s.Kind == "read" {
		return s.Field
	}
	return title(s.Label, s.Text, s.Kind)
}

func (s *Step) writeField(b *strings.Builder) {
	if s.EventField != "" {
		fmt.Fprintf(b, " [%s]", s.EventField)
	}
	for i, v := range s.Seen {
		b.WriteString([]string{" <- ", ", "}[min(i, 1)])
		switch {
		case v.Null:
			b.WriteString("null")
		case v.Raw != "":
			fmt.Fprintf(b, "%q (%q)", v.Value, v.Raw)
		default:
			fmt.Fprintf(b, "%q", v.Value)
		}
	}
	if s.Pattern != "" {
		fmt.Fprintf(b, " by %q", s.Pattern)
	}
}
