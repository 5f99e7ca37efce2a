package evtx_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// TestGate reads events of which nothing is wanted. Left out are those that say
// plainly, and only once, what they are.
func TestGate(t *testing.T) {
	text := func(s string) evtxtest.Value { return evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16(s)} }
	data := func(c *evtxtest.Chunk, name string, v evtxtest.Value) {
		c.Instance("data of "+name, func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() { x.Data(name, x.Value(0, evtxtest.String)) })
		}, v)
	}
	// with returns an event whose data is what a value of it holds.
	with := func(write func(c *evtxtest.Chunk)) func(c *evtxtest.Chunk) {
		return func(c *evtxtest.Chunk) { c.EventWith(evtxtest.Event{ID: 1}, func() { write(c) }) }
	}
	event := func(e evtxtest.Event) func(c *evtxtest.Chunk) { return func(c *evtxtest.Chunk) { c.Event(e) } }
	tests := []struct {
		name  string
		write func(c *evtxtest.Chunk)
		out   bool
	}{
		{"no data", event(evtxtest.Event{ID: 1}), true},
		{"a fragment", with(func(c *evtxtest.Chunk) { c.Fragment(func() { data(c, "A", text("a")) }) }), true},
		{"a fragment without a header", with(func(c *evtxtest.Chunk) { data(c, "A", text("a")) }), true},
		{"an EventID in the data", with(func(c *evtxtest.Chunk) { c.Fragment(func() { data(c, "EventID", text("a")) }) }), false},
		{"a Channel in the data", with(func(c *evtxtest.Chunk) { data(c, "channel", text("a")) }), false},
		{"a second fragment", with(func(c *evtxtest.Chunk) {
			c.Fragment(func() { data(c, "A", text("a")) })
			c.Fragment(func() { data(c, "EventID", text("a")) })
		}), false},
		{"a second fragment without headers", with(func(c *evtxtest.Chunk) {
			data(c, "A", text("a"))
			data(c, "EventID", text("a"))
		}), false},
		{"a fragment in place of a text", with(func(c *evtxtest.Chunk) {
			data(c, "A", evtxtest.Value{Type: evtxtest.XML, XML: func() { data(c, "EventID", text("a")) }})
		}), false},
		{"elements without a template", with(func(c *evtxtest.Chunk) { c.Fragment(func() { c.PlainData(evtxtest.Datum{Name: "A", Text: "a"}) }) }), false},
		{"no template at all", event(evtxtest.Event{ID: 1, Plain: true}), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := evtxtest.NewChunk()
			tt.write(c)
			log := evtxtest.File(c)
			if all, losses := read(t, bytes.NewReader(log)); len(all) != 1 || len(losses) != 0 {
				t.Fatalf("%d records, losses %v", len(all), losses)
			}
			d := evtx.NewDecoder(evtx.Selection{Event: func(evtx.Kind) evtx.Want { return evtx.Nothing }})
			records, skipped := 0, int64(0)
			for c := range evtx.Chunks(context.Background(), bytes.NewReader(log), "a.evtx") {
				for _, err := range d.Records(c) {
					if err != nil {
						t.Fatal(err)
					}
					records++
				}
				d.Skipped(func(k evtx.Kind, n int64) {
					if skipped += n; k != (evtx.Kind{Channel: "Security", Provider: "Test-Provider", EventID: 1}) {
						t.Errorf("skipped %v", k)
					}
				})
			}
			if left := skipped == 1; left != tt.out || records+int(skipped) != 1 {
				t.Errorf("%d records, %d left out", records, skipped)
			}
		})
	}
}
