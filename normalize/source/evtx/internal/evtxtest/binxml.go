package evtxtest

// XMLWriter writes the parts of a document. In a template, elements have two
// more bytes.
type XMLWriter struct {
	*Chunk
	template bool
}

// Element writes an element without attributes.
func (x XMLWriter) Element(name string, content ...func()) { x.Depending(0xffff, name, content...) }

// Depending writes an element that is there if a value is not NULL.
func (x XMLWriter) Depending(value uint16, name string, content ...func()) {
	x.element(0x01, value, name, func() {}, content)
}

// Data writes a Data element with a name.
func (x XMLWriter) Data(name string, content ...func()) {
	x.WithAttr("Data", "Name", x.Text(name), content...)
}

// WithAttr writes an element with one attribute.
func (x XMLWriter) WithAttr(name, attr string, value func(), content ...func()) {
	x.WithAttrs(name, []Attr{{attr, value}}, content...)
}

// Attr is an attribute.
type Attr struct {
	Name  string
	Value func()
}

// WithAttrs writes an element with attributes.
func (x XMLWriter) WithAttrs(name string, attrs []Attr, content ...func()) {
	x.element(0x41, 0xffff, name, func() {
		x.sized(func() {
			for i, a := range attrs {
				token := byte(0x46)
				if i == len(attrs)-1 {
					token = 0x06
				}
				x.Put(token)
				x.Name(a.Name)
				a.Value()
			}
		})
	}, content)
}

func (x XMLWriter) element(token byte, depends uint16, name string, attrs func(), content []func()) {
	x.Put(token)
	if x.template {
		x.Put16(depends)
	}
	x.sized(func() {
		x.Name(name)
		attrs()
		if len(content) == 0 {
			x.Put(3)
			return
		}
		x.Put(2)
		for _, part := range content {
			part()
		}
		x.Put(4)
	})
}

// Text returns what writes a text.
func (x XMLWriter) Text(s string) func() {
	return func() {
		x.Put(5, 1)
		x.Put16(uint16(len(UTF16(s)) / 2))
		x.Put(UTF16(s)...)
	}
}

// Entity returns what writes a reference such as &amp;.
func (x XMLWriter) Entity(name string) func() {
	return func() {
		x.Put(9)
		x.Name(name)
	}
}

// Value returns what writes the place of a value.
func (x XMLWriter) Value(i uint16, typ byte) func() {
	return func() {
		x.Put(0x0d)
		x.Put16(i)
		x.Put(typ)
	}
}

// Optional is Value for an element that is not there if the value is NULL.
func (x XMLWriter) Optional(i uint16, typ byte) func() {
	return func() {
		x.Put(0x0e)
		x.Put16(i)
		x.Put(typ)
	}
}
