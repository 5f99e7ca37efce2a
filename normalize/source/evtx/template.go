package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Sizes of BinXML's structures.
const (
	instanceHeader = 10     // token, version, template id, offset of the definition
	definition     = 24     // next, GUID, size; then the body
	maxValues      = 10_000 // of one template; real ones have fewer than a hundred
	maxDepth       = 8      // of BinXML in values
)

var (
	errBeyond   = errors.New("a value reaches beyond the record")
	errNested   = errors.New("too deeply nested")
	errTemplate = errors.New("the record's template is not in the chunk")
)

// mender checks the BinXML of a chunk's records and changes it so that the
// decoder, which keeps the type of hardly any value, loses nothing: every value
// that is not a plain string is made a binary one, of which the decoder hands
// out the very bytes. Where those lie in the chunk tells the type that it had.
//
// Templates are told apart by where their definition lies instead of by their
// id, which is not unique.
type mender struct {
	buf       []byte
	types     map[int]uint8 // by the offset of the value in the chunk
	templates map[int]bool  // offsets of definitions, once a record has brought them along
	entities  map[int]byte  // characters by the offset of their name
}

// instance mends the values that follow a template, and the template where it
// is new. It returns the offset behind the values.
func (m *mender) instance(at, end, depth int) (int, error) {
	if at+instanceHeader+4 > end {
		return 0, errBeyond
	}
	def := u32(m.buf, at+6)
	behind := at + instanceHeader
	if def == behind {
		var err error
		if behind, err = m.define(def, end); err != nil {
			return 0, err
		}
	}
	// A template's id is the first part of the GUID of its definition.
	if !m.templates[def] || !bytes.Equal(m.buf[def+4:def+8], m.buf[at+2:at+6]) {
		return 0, errTemplate
	}
	binary.LittleEndian.PutUint32(m.buf[at+2:], uint32(def))
	return m.values(behind, end, depth)
}

// define mends the definition of a template and returns the offset behind it.
func (m *mender) define(def, end int) (int, error) {
	body := def + definition
	if body > end {
		return 0, errBeyond
	}
	behind := body + u32(m.buf, def+20)
	if behind > end {
		return 0, errBeyond
	}
	if err := m.markup(body, behind, inTemplate); err != nil {
		return 0, err
	}
	m.templates[def] = true
	return behind, nil
}

// values mends a table of values, how many, then size and type of each, and
// the values behind it. It returns the offset behind those.
func (m *mender) values(at, end, depth int) (int, error) {
	if at+4 > end {
		return 0, errBeyond
	}
	n, table := u32(m.buf, at), at+4
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
			if err := m.markup(value, value+size, depth+1); err != nil {
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
func (m *mender) mark(at, size int, typ uint8) uint8 {
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
