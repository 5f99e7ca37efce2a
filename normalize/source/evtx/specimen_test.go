package evtx_test

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// specimens are chunks of every kind: what Windows writes, what collectors
// write, and what only an enemy would.
func specimens() []*evtxtest.Chunk {
	plain := evtxtest.NewChunk()
	plain.Plain("4", func(x evtxtest.XMLWriter) {
		x.Element("EventData", func() { x.Data("A", x.Text("x"), x.Entity("amp"), x.Text("y")) })
		x.WithAttr("RenderingInfo", "Culture", x.Text("de-DE"), func() { x.Element("Message", x.Text("Hallo")) })
	})
	usual, _ := three()
	return []*evtxtest.Chunk{usual, plain, everyType(), wholeSystem(), twoFragments(), bomb(), deep(), chain()}
}

// everyType is a record with a value of every type, alone and in an array.
func everyType() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	var values []evtxtest.Value
	for typ := range byte(0x16) {
		data := make([]byte, 16)
		for i := range data {
			data[i] = byte(i + 1)
		}
		values = append(values, evtxtest.Value{Type: typ, Data: data}, evtxtest.Value{Type: typ | 0x80, Data: data})
	}
	c.System(1, "types", func(x evtxtest.XMLWriter) {
		x.Element("EventData", func() {
			for i, v := range values {
				x.Data("V", x.Optional(uint16(i), v.Type))
			}
			x.WithAttr("Data", "Name", func() { x.Text("n")(); x.Value(1, 1)() }, x.Text("a"), x.Value(2, 1), x.Value(3, 1))
		})
	}, values...)
	return c
}

// wholeSystem has records that say all of what a gate asks for.
func wholeSystem() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	for _, d := range []evtxtest.Event{{ID: 5059}, {ID: 5058, Channel: "System"}, {ID: 5059, Computer: "CA02"}} {
		c.Event(d)
	}
	return c
}

// twoFragments has EventData and RenderingInfo in one value.
func twoFragments() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	c.Record(func() {
		c.Instance("outer", func(x evtxtest.XMLWriter) {
			x.Element("Event", func() {
				x.Element("System", func() { x.Element("EventID", x.Value(0, evtxtest.Uint16)); x.Element("Channel", x.Text("Application")) })
				x.Value(1, evtxtest.XML)()
			})
		}, evtxtest.Value{Type: evtxtest.Uint16, Data: []byte{7, 0}}, evtxtest.Value{Type: evtxtest.XML, XML: func() {
			c.Fragment(func() {
				c.Instance("data", func(x evtxtest.XMLWriter) { x.Element("EventData", func() { x.Data("A", x.Value(0, 1)) }) },
					evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("a")})
			})
			c.Fragment(func() {
				c.Instance("rendering", func(x evtxtest.XMLWriter) {
					x.WithAttr("RenderingInfo", "Culture", x.Text("en-US"), func() {
						x.Element("Channel", x.Text("not the channel"))
						x.Element("Message", x.Value(0, 1))
					})
				}, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("in words")})
			})
		}})
	})
	return c
}

// bomb is a template that wants one large value a thousand times.
func bomb() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	body := func(x evtxtest.XMLWriter) {
		x.Element("EventData", func() {
			for range 1000 {
				x.Element("D", x.Value(0, evtxtest.String))
			}
		})
	}
	c.System(1, "bomb", body, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16(strings.Repeat("x", 10_000))})
	for range 20 {
		c.System(2, "bomb", nil, evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16("y")})
	}
	return c
}

// deep is elements in elements.
func deep() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	c.Plain("1", func(x evtxtest.XMLWriter) {
		inner := func() {}
		for range 500 {
			out := inner
			inner = func() { x.Element("E", out) }
		}
		inner()
	})
	return c
}

// chain is fragments in fragments, each of which is asked for many times.
func chain() *evtxtest.Chunk {
	c := evtxtest.NewChunk()
	body := func(x evtxtest.XMLWriter) {
		x.Element("UserData", func() {
			for range 100 {
				x.Element("E", x.Value(0, evtxtest.XML))
			}
		})
	}
	var inner func(depth int) evtxtest.Value
	inner = func(depth int) evtxtest.Value {
		if depth == 0 {
			return evtxtest.Value{} // so that there are never too many fields
		}
		return evtxtest.Value{Type: evtxtest.XML, XML: func() { c.Fragment(func() { c.Instance("chain", body, inner(depth-1)) }) }}
	}
	c.System(1, "start", body, inner(12))
	return c
}
