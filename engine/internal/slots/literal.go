package slots

import "github.com/rulehound/rulehound/rules/ir"

// Literal is something to look for in the values of a slot.
type Literal struct {
	Key
	Number *ir.Number // where Place is Number
}

// Key is the same for equal literals.
type Key struct {
	Text  string // folded; of a Number, which
	Slot  int32
	Place Place
}

// In returns the key of the literal in a slot.
func (k Key) In(slot int) Key {
	k.Slot = int32(slot)
	return k
}

// IsShort reports whether looking for the literal means to look at every place.
func (k *Key) IsShort() bool { return k.Place == Anywhere && len(k.Text) <= ShortLength }

// Place says where a literal has to be.
type Place uint8

// The places.
const (
	Present  Place = iota // the slot has some value
	Whole                 // the text is a value, but for trailing blanks
	Number                // the number is a value
	AtStart               // a value starts with the text
	AtEnd                 // a value ends with the text
	Anywhere              // the text is in a value
	Sign                  // the same of a text of signs, none of them a letter, a digit or a blank
)

// Every is the slot of literals that any value of the event may have.
const Every = -1

// ShortLength is the length up to which literals are short: looking for them means to
// look at every place.
const ShortLength = 3
