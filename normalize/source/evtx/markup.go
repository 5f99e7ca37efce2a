package evtx

import (
	"encoding/binary"
	"errors"
)

// Tokens of BinXML, [MS-EVEN6] 2.2.12. The flag says that attributes or more
// text follow.
const (
	tokenEnd      = 0x00
	tokenOpen     = 0x01
	tokenOpened   = 0x02
	tokenEmpty    = 0x03
	tokenClose    = 0x04
	tokenText     = 0x05
	tokenAttr     = 0x06
	tokenCDATA    = 0x07
	tokenChar     = 0x08
	tokenEntity   = 0x09
	tokenNothing  = 0x0a // a processing instruction, which the decoder passes over byte by byte
	tokenInstance = 0x0c
	tokenValue    = 0x0d
	tokenOptional = 0x0e // a value, its element left out where it is null
	tokenFragment = 0x0f
	tokenFlag     = 0x40
)

const (
	maxElements = 2000 // of one fragment or template; real ones have fewer than two hundred
	inTemplate  = -1   // the depth of a template's own markup, which nests nothing
)

var (
	errToken    = errors.New("something that is no markup")
	errOpenEnd  = errors.New("markup without an end")
	errElements = errors.New("too many elements")
)

// markup checks and mends the tokens in buf[at:end].
func (m *mender) markup(at, end, depth int) error {
	if depth > maxDepth {
		return errNested
	}
	level, elements := 0, 0
	for at < end {
		var err error
		switch token := m.buf[at]; token {
		case tokenEnd:
			return nil
		case tokenFragment:
			at += 4
		case tokenOpen, tokenOpen | tokenFlag:
			level++
			if elements++; elements > maxElements {
				return errElements
			}
			at, err = m.open(at, end, depth == inTemplate)
		case tokenOpened:
			at++
		case tokenEmpty, tokenClose:
			level--
			at++
		case tokenAttr, tokenAttr | tokenFlag:
			_, at, err = m.name(at+1, end)
		case tokenValue, tokenOptional:
			at, err = m.value(at, end)
		case tokenInstance:
			if depth == inTemplate {
				return errToken
			}
			at, err = m.instance(at, end, depth)
			// Of several the decoder would keep the last: RenderingInfo instead of EventData.
			if err == nil && level == 0 && at < end {
				m.buf[at] = tokenEnd
			}
		default:
			at, err = m.text(at, end)
		}
		if err != nil {
			return err
		}
	}
	return errOpenEnd
}

// eventDataName is what open calls EventData.
const eventDataName = "Eventdata"

// open goes over the start of an element: in a template the value that it
// depends on, its size, its name, the size of its attributes.
//
// EventData is given another name, since the decoder makes a map of the element
// of that name, which keeps the last of equal fields only and none that is no Data.
func (m *mender) open(at, end int, template bool) (int, error) {
	attributes := m.buf[at]&tokenFlag != 0
	if at++; template {
		at += 2
	}
	name, at, err := m.name(at+4, end)
	if err != nil {
		return 0, err
	}
	if string(name) == "E\x00v\x00e\x00n\x00t\x00D\x00a\x00t\x00a\x00" {
		for i := range eventDataName {
			name[2*i] = eventDataName[i]
		}
	}
	if attributes {
		at += 4
	}
	return at, nil
}

// name returns the name that at points at, as UTF-16, and the offset behind
// the pointer, and behind the name where it stands right there: four bytes, a
// hash, the length, the text, a NUL.
func (m *mender) name(at, end int) (name []byte, behind int, err error) {
	if at+4 > end {
		return nil, 0, errBeyond
	}
	start := u32(m.buf, at)
	text := start + 8
	if text > len(m.buf) {
		return nil, 0, errBeyond
	}
	stop := text + 2*u16(m.buf, start+6)
	if stop+2 > len(m.buf) {
		return nil, 0, errBeyond
	}
	if behind = at + 4; behind == start {
		behind = stop + 2
	}
	return m.buf[text:stop], behind, nil
}

// value goes over the place of a value: its number and type. The decoder reads
// on where the type is null.
func (m *mender) value(at, end int) (int, error) {
	if at+4 > end {
		return 0, errBeyond
	}
	if m.buf[at+3] == typeNull {
		m.buf[at+3] = typeString
	}
	return at + 4, nil
}

// text goes over a text and makes one piece of it where it is broken by
// references, since the decoder knows none and keeps the last piece only.
func (m *mender) text(start, end int) (int, error) {
	text := []byte{tokenText, typeString, 0, 0}
	at, pieces := start, 0
	for ; at < end; pieces++ {
		piece, behind, err := m.piece(at, end)
		if err != nil {
			return 0, err
		}
		if behind == at {
			break
		}
		text = append(text, piece...)
		at = behind
	}
	switch {
	case pieces == 0:
		return 0, errToken
	case pieces == 1 && m.buf[start]&^tokenFlag == tokenText:
		return at, nil
	case len(text) > at-start: // one reference alone leaves no room
		text = nil
	default:
		binary.LittleEndian.PutUint16(text[2:], uint16(len(text)/2-2))
	}
	for i := start + copy(m.buf[start:at], text); i < at; i++ {
		m.buf[i] = tokenNothing
	}
	return at, nil
}

// piece returns the piece of text at at, as UTF-16, and the offset behind it;
// at itself says that there is none.
func (m *mender) piece(at, end int) (text []byte, behind int, err error) {
	from := 0 // where the length stands
	switch m.buf[at] &^ tokenFlag {
	case tokenText:
		from = at + 2
	case tokenCDATA:
		from = at + 1
	case tokenChar:
		if at+3 > end {
			return nil, 0, errBeyond
		}
		return m.buf[at+1 : at+3], at + 3, nil
	case tokenEntity:
		return m.entity(at, end)
	default:
		return nil, at, nil
	}
	if from+2 > end || from == at+2 && m.buf[at+1] != typeString {
		return nil, 0, errToken
	}
	behind = from + 2 + 2*u16(m.buf, from)
	if behind > end {
		return nil, 0, errBeyond
	}
	return m.buf[from+2 : behind], behind, nil
}

// entity returns the character that a reference stands for. Its name may lie in
// text that is mended already, and is known from there then.
func (m *mender) entity(at, end int) (text []byte, behind int, err error) {
	if at+5 > end {
		return nil, 0, errBeyond
	}
	start := u32(m.buf, at+1)
	if char, ok := m.entities[start]; ok {
		return []byte{char, 0}, at + 5, nil
	}
	name, behind, err := m.name(at+1, end)
	if err != nil {
		return nil, 0, err
	}
	char, ok := entities[string(name)]
	if !ok {
		return nil, 0, errToken
	}
	m.entities[start] = char
	return []byte{char, 0}, behind, nil
}

// entities are the characters that XML writes by name.
var entities = map[string]byte{
	"l\x00t\x00": '<', "g\x00t\x00": '>', "a\x00m\x00p\x00": '&', "q\x00u\x00o\x00t\x00": '"', "a\x00p\x00o\x00s\x00": '\'',
}
