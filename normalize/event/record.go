package event

import "errors"

// ErrSkip marks an error that lost one record and no more: iteration goes on
// after it. Use errors.Is.
var ErrSkip = errors.New("record skipped")

// Record is one event as its source decoded it: everything that was there, in
// order, and nothing interpreted. It belongs to whoever received it.
type Record struct {
	Source Source
	// Fields of an EVTX record or an Event XML element carry their Section
	// already. Fields of JSON are Unsorted, one for each scalar, with the dotted
	// Path; an element of an array is one more field with the array's path; an
	// empty object or array and null are one field with a null value.
	Fields Fields
	// Sketch stands for Fields, which are nil then, where whoever reads the source
	// asked for it.
	Sketch Sketch
}
