package evtxtest

import (
	"crypto/sha256"
	"encoding/binary"
)

// Value is one value of a template instance. XML writes a nested fragment
// instead of Data.
type Value struct {
	Type byte
	Data []byte
	XML  func()
}

// Instance writes values of the template called key, and the template itself
// where it occurs for the first time.
func (c *Chunk) Instance(key string, body func(x XMLWriter), values ...Value) {
	guid := sha256.Sum256([]byte(key))
	c.Put(0x0c, 1)
	c.Put(guid[:4]...)
	if at, ok := c.templates[key]; ok {
		c.Put32(uint32(at))
	} else {
		c.Define(key, guid[:16], body)
	}
	c.Put32(uint32(len(values)))
	table := len(c.B)
	for _, v := range values {
		c.Put16(uint16(len(v.Data)))
		c.Put(v.Type, 0)
	}
	for i, v := range values {
		start := len(c.B)
		c.Put(v.Data...)
		if v.XML != nil {
			v.XML()
		}
		binary.LittleEndian.PutUint16(c.B[table+4*i:], uint16(len(c.B)-start))
	}
}

// Define points at a template and writes it.
func (c *Chunk) Define(key string, guid []byte, body func(x XMLWriter)) {
	at := len(c.B) + 4
	c.templates[key] = at
	c.Put32(uint32(at))
	c.Put32(0)
	c.Put(guid...)
	c.sized(func() { c.Fragment(func() { body(XMLWriter{c, true}) }) })
}

// System writes a record whose System has the event id as its only value and
// whose EventData comes from a template of its own.
func (c *Chunk) System(id uint16, key string, data func(x XMLWriter), values ...Value) int {
	return c.Record(func() {
		c.Instance("system", func(x XMLWriter) {
			x.Element("Event", func() {
				x.Element("System", func() {
					x.WithAttr("Provider", "Name", x.Text("Test-Provider"))
					x.WithAttr("EventID", "Qualifiers", x.Text("7"), x.Value(0, Uint16))
					x.Element("Channel", x.Text("Security"))
					x.Element("Security")
				})
				x.Value(1, XML)()
			})
		}, Value{Type: Uint16, Data: binary.LittleEndian.AppendUint16(nil, id)},
			Value{Type: XML, XML: func() { c.Fragment(func() { c.Instance(key, data, values...) }) }})
	})
}

// Plain writes a record without templates, as an event collector does.
func (c *Chunk) Plain(id string, data func(x XMLWriter)) int {
	return c.Record(func() {
		x := XMLWriter{c, false}
		x.Element("Event", func() {
			x.Element("System", func() {
				x.Element("EventID", x.Text(id))
				x.Element("Channel", x.Text("Security"))
			})
			data(x)
		})
	})
}
