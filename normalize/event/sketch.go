package event

// Sketch is a record whose values have not been read yet: what its fields are
// called is known, and where their values stand. It is valid until its source
// goes on to the next record; values read from it live as long as those of a
// [Record] of the source do. It belongs to one goroutine.
type Sketch interface {
	// Labels are what the fields are called, one for each, in order.
	Labels() []*Label
	// Shape is the same for records with the same labels in the same order, and
	// for hardly any others.
	Shape() uint64
	// Value reads the value of field i.
	Value(i int) Value
	// Fields reads all.
	Fields() Fields
	// Raw is value i as it stands in the input: what is between its quotes, where it
	// may be escaped, if it is quoted. Texts are, where there are quotes or not. Values
	// of a label are the same if that is.
	Raw(i int) (raw []byte, quoted bool)
	// Text is the record as it stands in the input, or those of its values that are
	// texts: not numbers, times, identifiers and bytes. It is plain when the ASCII
	// characters of texts stand in it as they are, but for backslashes before
	// quotes, slashes, backslashes and control characters and for any spelling of
	// those and of & ' + < = > `, and when it has no other characters that fold to ASCII.
	Text() (text []byte, plain bool)
	// Precedents tell which texts before it that one is like, and where it is not.
	Precedents() Precedents
}

// WideSketch is a sketch of a source that has texts in UTF-16, little-endian.
type WideSketch interface {
	Sketch
	// Wide are bytes in which all texts of the record stand, and other things may; nil
	// where some texts are in another way.
	Wide() [][]byte
}

// Precedents tell what a text has in common with texts of the same source before it.
// What stands outside of News stands in one of those, too, in pieces as long; a piece
// of News may be empty. Without Of nothing is known.
type Precedents struct {
	Of   []*Precedent
	News [][2]int     // from and to
	As   []*Precedent // what the text itself is for later ones; mostly none

	// Like is one of Of that has the same fields in the same order: all have the
	// same values but Others. Otherwise it is nil.
	Like   *Precedent
	Others []int32
}

// Precedent is a text that others are like. It belongs to one goroutine, and remembers
// what was found out about this text: Searched is for whoever looks for something in
// texts, Event for whoever makes events of them.
type Precedent struct{ Searched, Event any }

// Label is what fields are called. A source makes one for all fields that are
// called the same, so what is known of a Label can be remembered by it.
type Label struct {
	Section    Section // as in Field, of all of them or of none
	Name, Path string
	NoText     bool // none of the values is a text
	// Number counts the labels of a source from 0; sources may use numbers again
	// for others. It is -1 where there are too many to count.
	Number int
}
