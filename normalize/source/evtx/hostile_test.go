package evtx_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// TestHostile decodes chunks that are made to cost much. Each loses the records
// that ask for too much, and keeps the others.
func TestHostile(t *testing.T) {
	many := func(name string, n int, typ byte) *evtxtest.Chunk {
		c := evtxtest.NewChunk()
		c.System(1, "a", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				for range n {
					x.Element(name, x.Value(0, typ))
				}
			})
		}, evtxtest.Value{Type: evtxtest.Strings, Data: make([]byte, 20_000)})
		return c
	}
	again := func(body func(x evtxtest.XMLWriter)) *evtxtest.Chunk {
		c := evtxtest.NewChunk()
		for range 300 {
			c.System(1, "again", body, evtxtest.Value{Type: evtxtest.Uint16, Data: []byte{1, 0}})
		}
		return c
	}
	tests := []struct {
		name  string
		chunk *evtxtest.Chunk
		kind  string
		least int // records that come out
	}{
		{"one large value a thousand times", bomb(), loss.Oversized, 20},
		{"one large text of a template, and long names, in each of 300 records", again(func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				x.Data("D", x.Text(strings.Repeat("x", 14_000)))
				for range 20 {
					x.Element(strings.Repeat("n", 500), x.Text("x"))
				}
			})
		}), loss.Oversized, 100},
		{"elements in elements", deep(), loss.TooDeep, 0},
		{"fragments in fragments, each a hundred times", chain(), loss.Oversized, 0},
		{"arrays of nothing", many("D", 10, evtxtest.Strings), loss.TooMany, 0},
		{"a thousand fields in each of 300 records", again(func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() {
				for range 1000 {
					x.Element("D", x.Text("x"))
				}
			})
		}), loss.TooMany, 32},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Now()
			records, losses := read(t, bytes.NewReader(evtxtest.File(tt.chunk)))
			if d := time.Since(began); d > 10*time.Second {
				t.Errorf("took %v", d)
			}
			if len(losses) == 0 || losses[0].Kind != tt.kind || len(records) < tt.least {
				t.Errorf("%d records, losses %.200s, want %d records and a loss: %s", len(records), fmt.Sprint(losses), tt.least, tt.kind)
			}
			size := 0
			for _, r := range records {
				for _, f := range r.Fields {
					size += len(f.Name) + len(f.Value.Raw()) + 80
				}
			}
			if size > 8<<20 {
				t.Errorf("a chunk of 64 KiB became %d bytes", size)
			}
		})
	}
}

// TestNoPoison gives a second log templates under the GUIDs of the first: what
// the decoder remembers must not be taken for them.
func TestNoPoison(t *testing.T) {
	log := func(name string) *evtxtest.Chunk {
		c := evtxtest.NewChunk()
		c.System(1, "same GUID", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() { x.Data(name, x.Value(0, evtxtest.String)) })
		}, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("v")})
		return c
	}
	var chunks []*evtxtest.Chunk
	var want []string
	for i := range 20 {
		name := strings.Repeat("x", i%7+1)
		chunks = append(chunks, log(name))
		want = append(want, name)
	}
	records, _ := read(t, bytes.NewReader(evtxtest.File(chunks...)))
	var got []string
	for _, r := range records {
		got = append(got, r.Fields[len(r.Fields)-1].Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNoPoisonByLess breaks off a template of the first chunk, by an end in it or by its
// size: it is no other template's beginning that is remembered for its GUID.
func TestNoPoisonByLess(t *testing.T) {
	chunk := func() *evtxtest.Chunk {
		c := evtxtest.NewChunk()
		c.System(1, "same GUID", func(x evtxtest.XMLWriter) {
			x.Element("EventData", func() { x.Data("A", x.Text("a")) })
		})
		return c
	}
	for name, damage := range map[string]func(log []byte, body int){
		"end":  func(log []byte, body int) { log[body+4] = 0 },
		"size": func(log []byte, body int) { log[body-4], log[body-3] = 4, 0 },
	} {
		log := evtxtest.File(chunk(), chunk())
		body := bytes.Index(log, []byte{0x0f, 1, 1, 0, 0x01})
		if damage(log, body); body < 0 {
			t.Fatal("there is no template")
		}
		records, _ := read(t, bytes.NewReader(log))
		if len(records) == 0 {
			t.Fatalf("%s: nothing was read", name)
		}
		last := records[len(records)-1]
		if v, _ := last.Fields.In(event.EventData, "A"); v.Raw() != "a" {
			t.Errorf("%s: the second chunk's record is %v", name, show(last))
		}
	}
}

// TestDependencies drops elements that depend on a value that is NULL, with all
// that is in them, beyond the 64th value as well.
func TestDependencies(t *testing.T) {
	c := evtxtest.NewChunk()
	values := make([]evtxtest.Value, 70)
	values[1] = evtxtest.Value{Type: evtxtest.Uint32, Data: binary.LittleEndian.AppendUint32(nil, 7)}
	c.System(1, "a", func(x evtxtest.XMLWriter) {
		x.Element("EventData",
			func() { x.Depending(0, "Gone", x.Text("a")) },
			func() { x.Depending(69, "GoneToo", func() { x.Element("Inside", x.Value(1, evtxtest.Uint32)) }) },
			func() { x.Depending(1, "There", x.Value(1, evtxtest.Uint32)) },
		)
	}, values...)
	if got, want := first(t, c), []string{"eventdata There=7 [uint]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
