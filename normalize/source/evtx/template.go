package evtx

import (
	"encoding/binary"
	"errors"
)

// Tokens of BinXML, without the flag that says whether more follows.
const (
	tokenEnd      = 0x00
	tokenOpen     = 0x01
	tokenTemplate = 0x0c
	tokenFragment = 0x0f
	tokenFlag     = 0x40
)

// Sizes of BinXML's structures.
const (
	fragmentHeader = 4
	instanceHeader = 10     // token, version, template id, offset of the definition
	definition     = 24     // next, GUID, size; then the body
	maxValues      = 10_000 // of one template; real ones have fewer than a hundred
	maxDepth       = 8      // of BinXML in values
)

var (
	errBeyond   = errors.New("a value reaches beyond the record")
	errToken    = errors.New("neither an element nor a template begins the content")
	errNested   = errors.New("too deeply nested")
	errTemplate = errors.New("the record's template is not in the chunk")
)

// marker prepares the values of a chunk's records for the decoder, which keeps
// the type of hardly any value: every value that is not a plain string is turned
// into a binary one, of which the decoder hands out the very bytes. Where those
// bytes lie in the chunk tells the type that it had.
//
// Templates are told apart by where their definition lies instead of by their
// id, which is not unique.
type marker struct {
	buf       []byte
	types     map[int]uint8 // by the offset of the value in the chunk
	templates map[int]bool  // offsets of definitions, once a record has brought them along
}

// fragment prepares the BinXML in buf[at:end].
func (m *marker) fragment(at, end, depth int) error {
	if depth > maxDepth {
		return errNested
	}
	if at+fragmentHeader < end && m.buf[at] == tokenFragment {
		at += fragmentHeader
	}
	if at >= end {
		return errBeyond
	}
	switch m.buf[at] &^ tokenFlag {
	case tokenOpen: // plain elements: everything in them is text
		return nil
	case tokenTemplate:
		behind, err := m.instance(at, end, depth)
		// Of several the decoder would keep the last: RenderingInfo instead of EventData.
		if err == nil && behind < end {
			m.buf[behind] = tokenEnd
		}
		return err
	}
	return errToken
}

// instance prepares the values that follow a template and returns the offset
// behind them.
func (m *marker) instance(at, end, depth int) (int, error) {
	if at+instanceHeader+4 > end {
		return 0, errBeyond
	}
	def := u32(m.buf, at+6)
	body := at + instanceHeader
	if def == body {
		if body+definition > end {
			return 0, errBeyond
		}
		if body += definition + u32(m.buf, def+20); body+4 > end {
			return 0, errBeyond
		}
		m.templates[def] = true
	}
	// A template's id is the first part of the GUID of its definition.
	if !m.templates[def] || u32(m.buf, def+4) != u32(m.buf, at+2) {
		return 0, errTemplate
	}
	binary.LittleEndian.PutUint32(m.buf[at+2:], uint32(def))
	return m.values(body, end, depth)
}

// values prepares a table of values, how many, then size and type of each, and
// the values behind it. It returns the offset behind those.
func (m *marker) values(at, end, depth int) (int, error) {
	n := u32(m.buf, at)
	table := at + 4
	if n > maxValues || table+4*n > end {
		return 0, errBeyond
	}
	value := table + 4*n
	for i := range n {
		size, typ := u16(m.buf, table+4*i), m.buf[table+4*i+2]
		if value+size > end {
			return 0, errBeyond
		}
		if typ == typeXML && size > 0 {
			if err := m.fragment(value, value+size, depth+1); err != nil {
				return 0, err
			}
		} else {
			m.buf[table+4*i+2] = m.mark(value, size, typ)
		}
		value += size
	}
	return value, nil
}

// mark notes the type of a value and returns the one that the decoder gets to see.
func (m *marker) mark(at, size int, typ uint8) uint8 {
	switch {
	case typ == typeNull || typ == typeString:
		return typ
	case size == 0 && typ != typeBinary && typ != typeStrings:
		return typeNull
	case size == 0:
		return typeString
	}
	m.types[at] = typ
	return typeBinary
}
