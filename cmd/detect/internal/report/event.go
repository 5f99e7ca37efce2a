package report

import (
	"bytes"
	"fmt"
	"time"

	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
)

// Event shows an event for people: its form, then a line for each value with
// its section, its meaning where it has one, and where in the log it stood.
func Event(x *normalize.Explanation) []byte {
	var b bytes.Buffer
	ev := x.Event
	fmt.Fprintf(&b, "%s, event %d: dialect %s", sink.Escape(ev.Source.File), ev.Source.Index, ev.Dialect)
	switch {
	case ev.Nearest != "":
		fmt.Fprintf(&b, ", of no known form; the nearest is %s", ev.Nearest)
	case ev.Dialect == "flat" && !ev.HasEventID:
		b.WriteString(", of no known form")
	}
	if ev.Time.IsZero() {
		b.WriteString(", without a time")
	}
	if ev.TimeAssumed {
		fmt.Fprintf(&b, ", at %s by a clock of no known zone", ev.Time.Format(time.RFC3339Nano))
	}
	b.WriteByte('\n')
	for i, f := range ev.Fields {
		fmt.Fprintf(&b, "  %-9s %s = %s", f.Section, sink.Escape(f.Name), sink.Escape(f.Value.Raw()))
		if m := f.Value.Meaning(); m != nil {
			for _, face := range []string{m.Code, m.Text} {
				if face != "" && face != f.Value.Raw() {
					fmt.Fprintf(&b, " = %s", sink.Escape(face))
				}
			}
		}
		if from := x.From[i]; from != "" {
			fmt.Fprintf(&b, "   ← %s", sink.Escape(from))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
