package evtx

import (
	"bytes"
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"unicode/utf16"
)

// A name in a chunk has four bytes before it that link it to another.
const nameLink = 4

// nameBytes returns the rest: a hash, the length, the text, a NUL.
func nameBytes(name string) []byte {
	var hash uint32
	text := utf16.Encode([]rune(name))
	for _, c := range text {
		hash = hash*65599 + uint32(c)
	}
	b := binary.LittleEndian.AppendUint16(nil, uint16(hash))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(text)))
	for _, c := range append(text, 0) {
		b = binary.LittleEndian.AppendUint16(b, c)
	}
	return b
}

// occurrences yields where what stands in buf.
func occurrences(buf, what []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at++ {
			n := bytes.Index(buf[at:], what)
			if n < 0 || !yield(at+n) {
				return
			}
			at += n
		}
	}
}

// eventDataName is what mendEventData makes of EventData.
const eventDataName = "Eventdata"

// mendEventData renames EventData, since the decoder makes a map of the element
// of that name, which keeps the last of equal fields only and none that is no Data.
func mendEventData(buf []byte) {
	for at := range occurrences(buf, nameBytes("EventData")) {
		buf[at+4+2*len("Event")] = eventDataName[len("Event")]
	}
}

// entities are the characters that XML writes by name.
var entities = map[string]byte{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// reference is an entity reference: a token, and the offset of the entity's name.
type reference struct {
	char byte
	end  int // the offset behind it
}

// Tokens that text is made of. The decoder passes over a filler.
const (
	tokenText   = 0x05
	tokenEntity = 0x09
	filler      = 0x0a
)

// mendEntities turns text that is broken by entity references into one piece,
// since the decoder keeps the last piece only and stumbles over references.
func mendEntities(buf []byte) {
	refs := references(buf)
	done := 0
	for _, at := range slices.Sorted(maps.Keys(refs)) {
		if at >= done {
			done = join(buf, textBefore(buf, at, done), refs)
		}
	}
}

// references finds the entity references in a chunk by where they point.
func references(buf []byte) map[int]reference {
	refs := map[int]reference{}
	for name, char := range entities {
		spelt := nameBytes(name)
		for at := range occurrences(buf, spelt) {
			for _, token := range []byte{tokenEntity, tokenEntity | tokenFlag} {
				pointer := binary.LittleEndian.AppendUint32([]byte{token}, uint32(at-nameLink))
				for ref := range occurrences(buf, pointer) {
					end := ref + len(pointer)
					if end == at-nameLink { // the name itself follows
						end = at + len(spelt)
					}
					refs[ref] = reference{char, end}
				}
			}
		}
	}
	return refs
}

// textEnd returns the offset behind the text at at, 0 if there is none: a token,
// a type, the length, UTF-16.
func textEnd(buf []byte, at int) int {
	if at+4 > len(buf) || buf[at]&^tokenFlag != tokenText || buf[at+1] != typeString {
		return 0
	}
	if end := at + 4 + 2*u16(buf, at+2); end <= len(buf) {
		return end
	}
	return 0
}

// textBefore returns where the text begins that ends at at, and at if there is none behind from.
func textBefore(buf []byte, at, from int) int {
	for start := at - 4; start >= from; start -= 2 {
		if textEnd(buf, start) == at {
			return start
		}
	}
	return at
}

// join makes one text of the texts and references that begin at start, and
// returns the offset behind them.
func join(buf []byte, start int, refs map[int]reference) int {
	var text []byte
	at := start
	for {
		if ref, ok := refs[at]; ok {
			text = append(text, ref.char, 0)
			at = ref.end
		} else if end := textEnd(buf, at); end > 0 {
			text = append(text, buf[at+4:end]...)
			at = end
		} else {
			break
		}
	}
	header := binary.LittleEndian.AppendUint16([]byte{tokenText, typeString}, uint16(len(text)/2))
	if joined := append(header, text...); len(joined) <= at-start { // a reference all alone has no room
		n := copy(buf[start:at], joined)
		for i := start + n; i < at; i++ {
			buf[i] = filler
		}
	}
	return at
}
