package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// TestListed: the sketch of a record shows what the record shows, whatever came before it.
func TestListed(t *testing.T) {
	text := event.TextValue
	records := []event.Fields{
		{{Name: "a", Value: text("1")}, {Name: "b", Value: text("")}},
		{{Name: "a", Value: text("2")}, {Name: "b", Value: text("3")}, {Name: "c", Path: "x.c", Value: event.IntValue(4)}},
		{{Name: "b", Value: text("5")}, {Name: "a", Section: event.System, Value: text("6\u212a")}},
		{},
		{{Name: "a", Value: text("7")}, {Name: "b", Value: event.Value{}}},
	}
	var many event.Fields
	for i := range maxListed + 2 {
		many = append(many, event.Field{Name: fmt.Sprint(i)})
	}
	records = append(records, many, records[0], records[1])
	var l listed
	shapes := map[uint64]string{}
	for i, fields := range records {
		s := l.sketch(&event.Record{Fields: fields}).Sketch
		names := ""
		for j, label := range s.Labels() {
			f := fields[j]
			raw, quoted := s.Raw(j)
			if label.Name != f.Name || label.Path != f.Path || label.Section != f.Section || string(raw) != f.Value.Raw() || quoted != (f.Value.Kind() == event.Text) || s.Value(j) != f.Value {
				t.Errorf("record %d: %+v is %+v %q %v", i, f, label, raw, quoted)
			}
			names += fmt.Sprintf("%p ", label)
		}
		if got, plain := s.Text(); len(s.Labels()) != len(fields) || len(s.Fields()) != len(fields) || plain == strings.Contains(string(got), "\u212a") {
			t.Errorf("record %d: %d labels, %d fields of %d, text %q %v", i, len(s.Labels()), len(s.Fields()), len(fields), got, plain)
		}
		if was, known := shapes[s.Shape()]; known && was != names && len(l.known) > 4 {
			t.Errorf("record %d has the shape of another", i)
		}
		shapes[s.Shape()] = names
	}
	if a, b := shapes[0], len(l.known); b > 4 {
		t.Errorf("%d labels are kept: %q", b, a)
	}
}
