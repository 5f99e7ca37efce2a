package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rulehound/rulehound/cmd/detect/internal/docs"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/windows"
)

// normalised returns the event that a text of JSON is.
func (d *pageTest) normalised(log []byte) *event.Event {
	file, err := source.Read(bytes.NewReader(log), "event", source.WithFormat("json"))
	if err != nil {
		d.Fatalf("%s: %v", log, err)
	}
	for ev, err := range normalize.New().Events(file.Records(d.Context())) {
		if err != nil {
			d.Fatalf("%s: %v", log, err)
		}
		return ev
	}
	d.Fatalf("%s is no event", log)
	return nil
}

// dialect checks that a block is an event 5059 in a collector's form.
func (d *pageTest) dialect(b *docs.Block) {
	ev := d.normalised([]byte(b.Text))
	key, _ := ev.Fields.In(event.EventData, "KeyType")
	got := fmt.Sprintln(ev.Dialect, ev.Channel, ev.Provider, ev.Computer, ev.EventID, key)
	want := fmt.Sprintln(b.Arg("dialect"), "Security", "Microsoft-Windows-Security-Auditing", "DC01.contoso.local", 5059, "User key.")
	if got != want {
		d.fail(b, "%s, want %s", got, want)
	}
	without := b.Arg("without") // what the form cannot carry
	at := time.Date(2024, 5, 21, 9, 14, 37, 5e8, time.UTC)
	if strings.Contains(without, "fraction") {
		at = at.Truncate(time.Second)
	}
	if ev.RecordID != 7 && !strings.Contains(without, "record") || !ev.Time.Equal(at) && !strings.Contains(without, "time") {
		d.fail(b, "record %d at %s", ev.RecordID, ev.Time)
	}
}

// samples are a value of each type of field in the tables, and what it must be.
var samples = map[string]struct {
	value string
	is    func(event.Value) bool
}{
	"SID":         {"S-1-5-18", func(v event.Value) bool { return v.Kind() == event.SID }},
	"hexadecimal": {"12", func(v event.Value) bool { return v.Kind() == event.Hex }},
	"unsigned":    {"12", func(v event.Value) bool { return v.Kind() == event.Uint }},
	"time":        {"2024-05-21T09:14:37.5Z", func(v event.Value) bool { return v.Kind() == event.Time }},
	"message":     {"%%2464", func(v event.Value) bool { return v.Meaning() != nil }},
	"return":      {"2148073494", func(v event.Value) bool { return v.Rendered() == "NTE_BAD_KEYSET" }},
	"text":        {"12", func(v event.Value) bool { return v.Kind() == event.Text }},
}

// fieldTypes checks a table of fields by event id.
func (d *pageTest) fieldTypes(table *docs.Table) {
	for _, row := range table.Rows {
		field, kind := docs.Code(row[0]), strings.FieldsFunc(row[1], func(r rune) bool { return r == ' ' || r == ':' })[0]
		for i, id := range table.Head[2:] {
			if row[2+i] == "" {
				continue
			}
			sample := samples[kind]
			ev := d.normalised(fmt.Appendf(nil, `{"Channel": "Security", "EventID": %s, %q: %q}`, id, field, sample.value))
			if v, ok := ev.Fields.In(event.EventData, field); !ok || !sample.is(v) {
				d.Errorf("%s of %s is no %s: %v %q", field, id, kind, v.Kind(), v)
			}
		}
	}
}

// messages checks a table of messages.
func (d *pageTest) messages(table *docs.Table) {
	for _, row := range table.Rows {
		if m, ok := windows.Message(docs.Code(row[0])); !ok || m.Text != row[1] {
			d.Errorf("%s is %v, not %s", row[0], m, strconv.Quote(row[1]))
		}
	}
}
