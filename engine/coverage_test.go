package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestCoverage(t *testing.T) {
	e := compile(t,
		rule("hit", processCreation, and(field("Image", ir.Exists), not(field("image", ir.Equals, "x")), field("Missing", ir.Null))),
		rule("idle", logsource("windows", "", "dhcp"), field("A", ir.Exists)),
		rule("unknown", logsource("toaster", "", ""), field("A", ir.Exists)),
	)
	var total engine.Coverage
	for range 2 {
		w := e.Worker()
		for _, err := range []error{
			second(w.Match(nil, sysmon1(data("Image", "a")))),
			second(w.Match(nil, security4688(data("NewProcessName", "x")))),
			second(w.Match(nil, newEvent("Application", "", 1))),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		total.Merge(w.Coverage())
		if again := w.Coverage(); again.Events != 3 {
			t.Errorf("asked again: %d events", again.Events)
		}
	}
	if got, want := show(&total), `6 events
hit known=true events=4 matches=2 errors=0 Image=true Missing=false missing=[Missing]
idle known=true events=0 matches=0 errors=0 A=false missing=[]
unknown known=false events=0 matches=0 errors=0 A=false missing=[]
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// An event that does not say what it is is matched by every rule, once, but is
// no sign of any log source.
func TestCoverageOfUnknownClass(t *testing.T) {
	e := compile(t, rule("r", processCreation, field("Image", ir.Exists)))
	w := e.Worker()
	// It may be of Sysmon or native.
	if _, err := w.Match(nil, newEvent("", "", 0, data("NewProcessName", "x"))); err != nil {
		t.Fatal(err)
	}
	if r := w.Coverage().Rules[0]; r.Events != 0 || r.Matches != 1 || !r.Fields[0].Seen {
		t.Errorf("%+v", r)
	}
}

// Hostile logs with any number of classes do not grow the counts.
func TestCoverageIsBounded(t *testing.T) {
	e := compile(t, rule("r", processCreation, field("Image", ir.Exists)))
	w := e.Worker()
	for i := range 10000 {
		if _, err := w.Match(nil, newEvent(fmt.Sprint("channel", i), "", 1)); err != nil {
			t.Fatal(err)
		}
	}
	if c := w.Coverage(); c.Events != 10000 || c.Rules[0].Events != 0 {
		t.Errorf("%d events, %d of the rule", c.Events, c.Rules[0].Events)
	}
}

func second[T any](_ T, err error) error { return err }

func show(c *engine.Coverage) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d events\n", c.Events)
	for i := range c.Rules {
		r := &c.Rules[i]
		fmt.Fprintf(&b, "%s known=%v events=%d matches=%d errors=%d", r.Rule.ID, r.Known, r.Events, r.Matches, r.Errors)
		for _, f := range r.Fields {
			fmt.Fprintf(&b, " %s=%v", f.Name, f.Seen)
		}
		fmt.Fprintf(&b, " missing=%v\n", r.Missing())
	}
	return b.String()
}
