package evtx

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// part is a piece of text: a literal, or a value that the record substitutes.
type part struct {
	text string
	typ  byte // declared type of a substitution
	sub  uint16
}

const noSub = 0xffff

// part reads one piece of text or a substitution, if one stands at pos.
func (p *parser) part(pos int) (_ part, next int, ok bool, err error) {
	if pos >= p.end {
		return part{}, pos, false, errShort
	}
	switch p.b[pos] &^ tokenMore {
	case tokenValue:
		return p.literal(pos+2, pos+1 < p.end && p.b[pos+1] == wintype.String)
	case tokenCDATA:
		return p.literal(pos+1, true)
	case tokenCharRef:
		if pos+3 > p.end {
			return part{}, pos, false, errShort
		}
		return part{text: string(rune(binary.LittleEndian.Uint16(p.b[pos+1:]))), sub: noSub}, pos + 3, true, nil
	case tokenEntityRef:
		nm, next, err := p.name(pos + 1)
		return part{text: entity(nm), sub: noSub}, next, true, err
	case tokenNormalSub, tokenOptionalSub:
		if pos+4 > p.end {
			return part{}, pos, false, errShort
		}
		return part{sub: binary.LittleEndian.Uint16(p.b[pos+1:]), typ: p.b[pos+3]}, pos + 4, true, nil
	}
	return part{}, pos, false, nil
}

// literal reads count(2) and UTF-16 characters.
func (p *parser) literal(pos int, isText bool) (part, int, bool, error) {
	if !isText {
		return part{}, pos, false, errToken
	}
	if pos+2 > p.end {
		return part{}, pos, false, errShort
	}
	size := 2 * int(binary.LittleEndian.Uint16(p.b[pos:]))
	pos += 2
	if pos+size > p.end {
		return part{}, pos, false, errShort
	}
	var text string
	if raw := p.b[pos : pos+size]; p.recipe == nil && !p.naming {
		text = p.reader.Text(raw)
	} else {
		text = p.names.intern(wintype.TrimNUL(raw)).text
	}
	return part{text: text, sub: noSub}, pos + size, true, nil
}

func entity(name string) string {
	switch name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	return "&" + name + ";"
}
