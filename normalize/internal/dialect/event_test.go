package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// fromJSON normalises every record of a JSON text.
func fromJSON(t *testing.T, text string) []*event.Event {
	t.Helper()
	var evs []*event.Event
	for ev, err := range normalize.New().Events(jsonl.Records(t.Context(), strings.NewReader(text), "test")) {
		if err != nil {
			t.Fatal(err)
		}
		evs = append(evs, ev)
	}
	return evs
}

// checkEvent compares one JSON record's event with what a test wants: the first
// line is the identity, the others are fields.
func checkEvent(t *testing.T, dialect, text, want string) {
	t.Helper()
	evs := fromJSON(t, text)
	if len(evs) != 1 {
		t.Fatalf("%d events", len(evs))
	}
	if evs[0].Dialect != dialect {
		t.Errorf("dialect %q, want %q", evs[0].Dialect, dialect)
	}
	checkShown(t, evs[0], want)
}

func checkShown(t *testing.T, ev *event.Event, want string) {
	t.Helper()
	got := strings.Split(strings.TrimSpace(show(ev)), "\n")
	wanted := strings.Split(strings.TrimSpace(want), "\n")
	for i := range max(len(got), len(wanted)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(wanted) {
			w = strings.TrimSpace(wanted[i])
		}
		if g != w {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, g, w)
		}
	}
}

// show prints an event: channel, provider, id, version, record, computer and
// time on the first line, then section, name, path, kind, raw text and meaning
// of each field.
func show(ev *event.Event) string {
	var b strings.Builder
	at := "no time"
	if !ev.Time.IsZero() {
		at = ev.Time.Format("2006-01-02T15:04:05.999999999Z07:00")
		if ev.TimeAssumed {
			at = "assumed " + at
		}
	}
	id := "no id"
	if ev.HasEventID {
		id = fmt.Sprint(ev.EventID)
	}
	fmt.Fprintf(&b, "%s | %s | %s | v%d | #%d | %s | %s\n", ev.Channel, ev.Provider, id, ev.Version, ev.RecordID, ev.Computer, at)
	for _, f := range ev.Fields {
		fmt.Fprintf(&b, "%v %s", f.Section, f.Name)
		if f.Path != "" {
			fmt.Fprintf(&b, " (%s)", f.Path)
		}
		fmt.Fprintf(&b, " %v %q", f.Value.Kind(), f.Value.Raw())
		if m := f.Value.Meaning(); m != nil {
			b.WriteString(strings.TrimRight(" = "+m.Code+" "+m.Text, " "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
