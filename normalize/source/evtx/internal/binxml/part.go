package binxml

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// Part is a piece of text: a literal, or a value that the record substitutes.
type Part struct {
	Text string
	Type byte // declared type of a substitution
	Sub  uint16
}

// NoSub is no substitution.
const NoSub = 0xffff

// part reads one piece of text or a substitution, if one stands at pos.
func (p *Parser) part(pos int) (_ Part, next int, ok bool, err error) {
	if pos >= p.end {
		return Part{}, pos, false, ErrShort
	}
	switch p.b[pos] &^ TokenMore {
	case tokenValue:
		return p.literal(pos+2, pos+1 < p.end && p.b[pos+1] == wintype.String)
	case tokenCDATA:
		return p.literal(pos+1, true)
	case tokenCharRef:
		if pos+3 > p.end {
			return Part{}, pos, false, ErrShort
		}
		return Part{Text: string(rune(binary.LittleEndian.Uint16(p.b[pos+1:]))), Sub: NoSub}, pos + 3, true, nil
	case tokenEntityRef:
		nm, next, err := p.name(pos + 1)
		return Part{Text: entity(nm), Sub: NoSub}, next, true, err
	case tokenNormalSub, tokenOptionalSub:
		if pos+4 > p.end {
			return Part{}, pos, false, ErrShort
		}
		return Part{Sub: binary.LittleEndian.Uint16(p.b[pos+1:]), Type: p.b[pos+3]}, pos + 4, true, nil
	}
	return Part{}, pos, false, nil
}

// literal reads count(2) and UTF-16 characters.
func (p *Parser) literal(pos int, isText bool) (Part, int, bool, error) {
	if !isText {
		return Part{}, pos, false, errToken
	}
	if pos+2 > p.end {
		return Part{}, pos, false, ErrShort
	}
	size := 2 * int(binary.LittleEndian.Uint16(p.b[pos:]))
	pos += 2
	if pos+size > p.end {
		return Part{}, pos, false, ErrShort
	}
	var text string
	if raw := p.b[pos : pos+size]; p.recipe == nil && !p.naming {
		text = p.reader.Text(raw)
	} else {
		text = p.names.intern(wintype.TrimNUL(raw)).text
	}
	return Part{Text: text, Sub: NoSub}, pos + size, true, nil
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
