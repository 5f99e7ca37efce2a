package evtx_test

import (
	"encoding/binary"
	"unicode/utf16"
)

// Types of values.
const (
	typeNull     = 0x00
	typeString   = 0x01
	typeUint8    = 0x04
	typeInt16    = 0x05
	typeUint16   = 0x06
	typeUint32   = 0x08
	typeUint64   = 0x0a
	typeReal32   = 0x0b
	typeBool     = 0x0d
	typeBinary   = 0x0e
	typeGUID     = 0x0f
	typeSize     = 0x10
	typeFileTime = 0x11
	typeSysTime  = 0x12
	typeSID      = 0x13
	typeHex32    = 0x14
	typeHex64    = 0x15
	typeXML      = 0x21
	typeStrings  = 0x81
	typeHexes    = 0x94
)

// value is one value of a template; xml writes nested BinXML instead of data.
type value struct {
	typ  byte
	data []byte
	xml  func()
}

// chunk builds a chunk by hand.
type chunk struct {
	b         []byte
	names     map[string]int
	templates map[string]int
	number    uint64
}

func newChunk() *chunk {
	return &chunk{b: make([]byte, 512, 64<<10), names: map[string]int{}, templates: map[string]int{}}
}

// file returns an EVTX file of the chunks.
func file(chunks ...*chunk) []byte {
	f := make([]byte, 4<<10)
	copy(f, "ElfFile\x00")
	for _, c := range chunks {
		f = append(f, c.bytes()...)
	}
	return f
}

func (c *chunk) bytes() []byte {
	b := append([]byte(nil), c.b...)
	copy(b, "ElfChnk\x00")
	binary.LittleEndian.PutUint32(b[40:], 128)
	binary.LittleEndian.PutUint32(b[48:], uint32(len(b)))
	return append(b, make([]byte, 64<<10-len(b))...)
}

func (c *chunk) put(b ...byte)  { c.b = append(c.b, b...) }
func (c *chunk) put16(u uint16) { c.b = binary.LittleEndian.AppendUint16(c.b, u) }
func (c *chunk) put32(u uint32) { c.b = binary.LittleEndian.AppendUint32(c.b, u) }
func (c *chunk) put64(u uint64) { c.b = binary.LittleEndian.AppendUint64(c.b, u) }

func utf16le(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// record writes a record around content and returns its offset.
func (c *chunk) record(content func()) int {
	start := len(c.b)
	c.number++
	c.put('*', '*', 0, 0)
	c.put32(0)
	c.put64(c.number)
	c.put64(0)
	c.fragment(content)
	c.put(make([]byte, (8-(len(c.b)+4)%8)%8)...)
	size := uint32(len(c.b) + 4 - start)
	c.put32(size)
	binary.LittleEndian.PutUint32(c.b[start+4:], size)
	return start
}

func (c *chunk) fragment(content func()) {
	c.put(0x0f, 1, 1, 0)
	content()
	c.put(0)
}

// name points at a name and writes it where it occurs for the first time.
func (c *chunk) name(s string) {
	at, ok := c.names[s]
	if ok {
		c.put32(uint32(at))
		return
	}
	c.names[s] = len(c.b) + 4
	c.put32(uint32(len(c.b) + 4))
	var hash uint32
	for _, r := range s {
		hash = hash*65599 + uint32(r)
	}
	c.put32(0)
	c.put16(uint16(hash))
	c.put16(uint16(len(s)))
	c.put(utf16le(s + "\x00")...)
}

// xml writes the parts of a document: in a template, elements have two more bytes.
type xml struct {
	*chunk
	template bool
}

func (x xml) element(name string, content ...func()) {
	x.open(name, false)
	x.put(2)
	for _, part := range content {
		part()
	}
	x.put(4)
}

// data writes a Data element with a name.
func (x xml) data(name string, content ...func()) {
	x.withAttr("Data", "Name", x.text(name), content...)
}

func (x xml) withAttr(name, attr string, value func(), content ...func()) {
	x.open(name, true)
	x.put(6)
	x.name(attr)
	value()
	x.put(2)
	for _, part := range content {
		part()
	}
	x.put(4)
}

func (x xml) open(name string, attrs bool) {
	if attrs {
		x.put(0x41)
	} else {
		x.put(0x01)
	}
	if x.template {
		x.put16(0xffff)
	}
	x.put32(0)
	x.name(name)
	if attrs {
		x.put32(0)
	}
}

func (x xml) text(s string) func() {
	return func() {
		x.put(5, 1)
		x.put16(uint16(len(utf16le(s)) / 2))
		x.put(utf16le(s)...)
	}
}

func (x xml) entity(name string) func() {
	return func() {
		x.put(9)
		x.name(name)
	}
}

func (x xml) value(i uint16, typ byte) func() {
	return func() {
		x.put(0x0d)
		x.put16(i)
		x.put(typ)
	}
}

// instance writes values of the template called key, and the template itself
// where it occurs for the first time.
func (c *chunk) instance(key string, body func(x xml), values ...value) {
	id := uint32(len(key)) * 0x01010101
	at, ok := c.templates[key]
	c.put(0x0c, 1)
	c.put32(id)
	if ok {
		c.put32(uint32(at))
	} else {
		c.define(key, id, body)
	}
	c.put32(uint32(len(values)))
	table := len(c.b)
	for _, v := range values {
		c.put16(uint16(len(v.data)))
		c.put(v.typ, 0)
	}
	for i, v := range values {
		start := len(c.b)
		c.put(v.data...)
		if v.xml != nil {
			v.xml()
		}
		binary.LittleEndian.PutUint16(c.b[table+4*i:], uint16(len(c.b)-start))
	}
}

func (c *chunk) define(key string, id uint32, body func(x xml)) {
	at := len(c.b) + 4
	c.templates[key] = at
	c.put32(uint32(at))
	c.put32(0)
	c.put32(id)
	c.put(make([]byte, 12)...)
	c.put32(0)
	start := len(c.b)
	c.fragment(func() { body(xml{c, true}) })
	binary.LittleEndian.PutUint32(c.b[start-4:], uint32(len(c.b)-start))
}

// system writes a record whose System has the event id as its only value and
// whose EventData comes from a template of its own.
func (c *chunk) system(id uint16, key string, data func(x xml), values ...value) int {
	return c.record(func() {
		c.instance("system", func(x xml) {
			x.element("Event", func() {
				x.element("System", func() {
					x.withAttr("Provider", "Name", x.text("Test-Provider"))
					x.withAttr("EventID", "Qualifiers", x.text("7"), x.value(0, typeUint16))
					x.element("Channel", x.text("Security"))
					x.element("Security")
				}, func() {})
				x.value(1, typeXML)()
			})
		}, value{typ: typeUint16, data: binary.LittleEndian.AppendUint16(nil, id)},
			value{typ: typeXML, xml: func() { c.fragment(func() { c.instance(key, data, values...) }) }})
	})
}

// plain writes a record without templates, as an event collector does.
func (c *chunk) plain(id string, data func(x xml)) int {
	return c.record(func() {
		x := xml{c, false}
		x.element("Event", func() {
			x.element("System", func() {
				x.element("EventID", x.text(id))
				x.element("Channel", x.text("Security"))
			})
			data(x)
		})
	})
}
