package view

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/normalize/event"
)

// Field is the values that an event has in one slot, and their faces.
type Field struct {
	event  *Event
	refs   []int32 // where the values stand among the event's fields
	faces  []Face
	spread bool // faces is filled
	folded bool // faces are folded
}

// Face is one spelling of a value.
type Face struct {
	Value  int    // which value of the field
	Entire bool   // it counts as a whole, not in parts: 16 of what Windows writes as 0x10
	Raw    string // the spelling, unless it was made
	Folded []byte // if it is one of [Field.FoldedFaces]

	made bool   // from the value's bits: the event does not have this spelling
	text []byte // the spelling in bytes, where it was needed or made
}

// Bytes returns the face's spelling. It must not be written to.
func (fc *Face) Bytes() []byte {
	if fc.made {
		return fc.text
	}
	return fold.Bytes(fc.Raw)
}

// Len returns the number of values; 0 means that the field is absent.
func (f *Field) Len() int { return len(f.refs) }

// Sibling returns the values that the event has in another slot.
func (f *Field) Sibling(slot int) *Field { return f.event.Field(slot) }

// Ref returns where value i stands among the event's fields.
func (f *Field) Ref(i int) int { return int(f.refs[i]) }

// Value returns value i.
func (f *Field) Value(i int) event.Value { return f.event.source.Fields[f.refs[i]].Value }

func (f *Field) reset() {
	f.refs = nil // they are the layout's
	if f.spread {
		clear(f.faces) // they may keep input alive
		f.faces, f.spread, f.folded = f.faces[:0], false, false
	}
}

// Faces returns the faces of all values. Null has none. They are valid until the next Load.
func (f *Field) Faces() []Face {
	if !f.spread && len(f.refs) > 0 { // an absent field stays untouched: nobody resets it
		f.spread = true
		for i := range f.refs {
			f.addFaces(i, f.Value(i))
		}
	}
	return f.faces
}

func (f *Field) addFaces(i int, v event.Value) {
	if v.IsNull() {
		return
	}
	own := len(f.faces)
	f.faces = append(f.faces, Face{Value: i, Raw: v.Raw()})
	if m := v.Meaning(); m != nil {
		for _, s := range [...]string{m.Code, m.Text} {
			if s != "" && s != v.Raw() {
				f.faces = append(f.faces, Face{Value: i, Raw: s})
			}
		}
	}
	if bits, ok := hexBits(v); ok {
		f.addMade(own, strconv.AppendUint(append(f.event.arena.room(18), "0x"...), bits, 16), false)
		f.addMade(own, strconv.AppendUint(f.event.arena.room(20), bits, 10), true)
		if i := signed(bits); i < 0 {
			f.addMade(own, strconv.AppendInt(f.event.arena.room(20), i, 10), true)
		}
	}
}

// hexBits returns the bits of what Windows writes as 0x…: of a Hex, or of what an
// event calls by its name.
func hexBits(v event.Value) (uint64, bool) {
	if v.Kind() == event.Hex {
		return v.Uint()
	}
	if m := v.Meaning(); m != nil && v.Kind() == event.Text && strings.HasPrefix(m.Code, "0x") {
		bits, err := strconv.ParseUint(m.Code[len("0x"):], 16, 64)
		return bits, err == nil
	}
	return 0, false
}

// signed is the negative number as which some collectors write bits of which the
// highest of 32 or 64 is set; elsewhere it is not negative.
func signed(bits uint64) int64 {
	if bits <= math.MaxUint32 {
		return int64(int32(uint32(bits)))
	}
	return int64(bits)
}

// addMade adds a spelling of the value whose faces begin at own, unless it is
// there.
func (f *Field) addMade(own int, text []byte, entire bool) {
	for j := range f.faces[own:] {
		if f.faces[own+j].Raw == string(text) {
			return
		}
	}
	f.faces = append(f.faces, Face{Value: f.faces[own].Value, made: true, Entire: entire, text: f.event.arena.keep(text)})
}

// FoldedFaces returns Faces with their folded texts.
func (f *Field) FoldedFaces() []Face {
	faces := f.Faces()
	if !f.folded && len(faces) > 0 {
		f.folded = true
		for i := range faces {
			fc := &faces[i]
			if fc.made {
				fc.Folded = fc.text // digits and lower-case letters already
				continue
			}
			a := &f.event.arena
			fc.Folded = a.keep(fold.Append(a.room(len(fc.Raw)), fc.Raw))
		}
	}
	return faces
}

// Raw returns spelling i as the event has it. It is "" and false for one that was
// made from the value's bits.
func (f *Field) Raw(i int) (string, bool) {
	fc := &f.Faces()[i]
	return fc.Raw, !fc.made
}

// FacesOf returns the numbers of the first of value i's spellings and of the one behind
// the last: an event may have many values, each of which is asked for.
func (f *Field) FacesOf(i int) (first, end int) {
	faces := f.Faces()
	if len(f.refs) == 1 {
		return 0, len(faces)
	}
	from := func(value int) int {
		return sort.Search(len(faces), func(j int) bool { return faces[j].Value >= value })
	}
	return from(i), from(i + 1)
}

// Entire reports whether spelling i counts as a whole, but not in parts.
func (f *Field) Entire(i int) bool { return f.Faces()[i].Entire }

// Folded returns spelling i, folded. It is valid until the next Load.
func (f *Field) Folded(i int) []byte { return f.FoldedFaces()[i].Folded }

// Exact returns the spelling of one of its faces in bytes, case and all.
func (f *Field) Exact(fc *Face) []byte {
	if fc.text == nil {
		a := &f.event.arena
		fc.text = a.keep(append(a.room(len(fc.Raw)), fc.Raw...))
	}
	return fc.text
}
