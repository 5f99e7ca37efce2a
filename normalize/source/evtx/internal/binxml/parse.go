// Package binxml reads the grammar of BinXml, [MS-EVEN6] 2.2.12: elements, their
// attributes and text, and definitions of templates. What elements mean, and what
// substitutions stand for, it does not know.
package binxml

import (
	"encoding/binary"
	"errors"

	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
)

// What may be wrong with a fragment, beside tokens and names that are none.
var (
	ErrShort = errors.New("element runs past its record")
	ErrDeep  = errors.New("elements nested too deeply")
	ErrLarge = errors.New("too many elements")
)

var errToken = errors.New("unknown BinXml token")

// Bounds, so that little of a log never costs much: real elements nest four levels.
const (
	maxDepth = 64      // of elements in one fragment
	maxNodes = 1 << 13 // elements, attributes and texts in one fragment
)

// Parser reads the BinXml fragments of one chunk after another into nodes. In a
// template definition elements have a dependency id and values are substitutions;
// in a record that has no template they have neither. It belongs to one goroutine.
type Parser struct {
	names  names
	b      []byte // the chunk, as much of it as may be looked at
	plain  tree   // the memory of nodes that stand without a template
	reader *wintype.Reader

	// Of the fragment at hand:
	end    int
	nodes  int
	tree   *tree   // the memory of nodes
	recipe *recipe // notes what a definition is made of; nil outside of one
	naming bool    // the text at hand names a field, so it is kept
}

// Reset makes the Parser ready for another chunk. Texts of plain elements are read by r.
func (p *Parser) Reset(r *wintype.Reader) {
	p.names.reset()
	p.reader = r
}

// See says how much of the chunk the Parser may look at.
func (p *Parser) See(chunk []byte) { p.b, p.names.chunk = chunk, chunk }

// Elements reads the elements between pos and end that stand without a template, as
// far as the fragment goes. They last until Elements is called again. size is how many
// nodes were read, also where there is an error.
func (p *Parser) Elements(pos, end int) (root *Node, next, size int, err error) {
	p.plain.recycle()
	p.begin(end, &p.plain, nil)
	root, next, err = p.fragment(pos)
	return root, next, p.nodes, err
}

// Definition reads the template definition between pos and end. It lasts, and has
// its size also where there is an error.
func (p *Parser) Definition(pos, end int) (*Definition, error) {
	d := &Definition{}
	d.recipe.begin(p.b, pos, end)
	p.begin(end, new(tree), &d.recipe)
	root, next, err := p.fragment(pos)
	d.Root, d.Size = root, p.nodes
	if err == nil {
		d.recipe.finish(next)
	}
	return d, err
}

func (p *Parser) begin(end int, t *tree, r *recipe) {
	p.end, p.nodes, p.tree, p.recipe, p.naming = end, 0, t, r, false
}

// fragment reads the elements between pos and the end of the fragment.
func (p *Parser) fragment(pos int) (root *Node, next int, err error) {
	root = p.tree.node()
	for pos < p.end {
		switch p.b[pos] &^ TokenMore {
		case TokenFragment:
			pos += 4
		case tokenOpen:
			var n *Node
			if n, pos, err = p.element(pos, 0); err != nil {
				return root, pos, err
			}
			root.add(n)
		case tokenPITarget, tokenPIData:
			if pos, err = p.instruction(pos); err != nil {
				return root, pos, err
			}
		case TokenEOF:
			return root, pos, nil
		default:
			return root, pos, errToken
		}
	}
	return root, pos, nil
}

func (p *Parser) element(pos, depth int) (*Node, int, error) {
	if depth > maxDepth {
		return nil, pos, ErrDeep
	}
	if p.nodes++; p.nodes > maxNodes {
		return nil, pos, ErrLarge
	}
	hasAttributes := p.b[pos]&TokenMore != 0
	n := p.tree.node()
	pos++
	if p.hasDependency(pos) {
		if pos+2 > p.end {
			return nil, pos, ErrShort
		}
		n.Dependency = binary.LittleEndian.Uint16(p.b[pos:])
		pos += 2
	}
	pos = p.skip(pos, 4) // the element's size: the parser finds its end itself
	nm, pos, err := p.name(pos)
	if err != nil {
		return nil, pos, err
	}
	n.Name = nm
	if hasAttributes {
		pos = p.skip(pos, 4)
		if pos, err = p.attributes(n, pos); err != nil {
			return nil, pos, err
		}
	}
	if pos >= p.end {
		return nil, pos, ErrShort
	}
	switch p.b[pos] {
	case tokenCloseEmpty:
		return n, pos + 1, nil
	case tokenCloseStart:
		pos, err = p.content(n, pos+1, depth)
		return n, pos, err
	}
	return nil, pos, errToken
}

// hasDependency reports whether the element whose header follows at pos has a
// dependency id. In a template it always has; a plain element of a forwarded
// event has none, which shows in where its name is.
func (p *Parser) hasDependency(pos int) bool {
	if p.recipe != nil {
		return true
	}
	if pos+8 > p.end {
		return false
	}
	_, err := p.names.at(binary.LittleEndian.Uint32(p.b[pos+4:]))
	return err != nil
}

func (p *Parser) attributes(n *Node, pos int) (int, error) {
	for pos < p.end && p.b[pos]&^TokenMore == tokenAttribute {
		nm, next, err := p.name(pos + 1)
		if err != nil {
			return pos, err
		}
		a := Attribute{Name: nm}
		p.naming = nm == "Name"
		for pos = next; ; {
			part, next, ok, err := p.part(pos)
			if err != nil {
				return pos, err
			}
			if !ok {
				break
			}
			a.Parts, pos = p.tree.part(a.Parts, part), next
		}
		p.naming = false
		n.Attributes = p.tree.attribute(n.Attributes, a)
		if p.nodes++; p.nodes > maxNodes {
			return pos, ErrLarge
		}
	}
	return pos, nil
}

// content reads what stands between an element's start and its end tag.
func (p *Parser) content(n *Node, pos, depth int) (int, error) {
	for pos < p.end {
		part, next, ok, err := p.part(pos)
		if err != nil {
			return pos, err
		}
		if ok {
			n.Parts, pos = p.tree.part(n.Parts, part), next
			if p.nodes++; p.nodes > maxNodes {
				return pos, ErrLarge
			}
			continue
		}
		switch p.b[pos] &^ TokenMore {
		case tokenOpen:
			var kid *Node
			if kid, pos, err = p.element(pos, depth+1); err != nil {
				return pos, err
			}
			n.add(kid)
		case tokenEnd:
			return pos + 1, nil
		case TokenFragment:
			pos += 4
		case tokenPITarget, tokenPIData:
			if pos, err = p.instruction(pos); err != nil {
				return pos, err
			}
		default:
			return pos, errToken
		}
	}
	return pos, ErrShort
}

// instruction passes over a processing instruction; no event log has one that
// says anything.
func (p *Parser) instruction(pos int) (int, error) {
	if p.b[pos]&^TokenMore == tokenPITarget {
		_, next, err := p.name(pos + 1)
		return next, err
	}
	_, next, _, err := p.literal(pos+1, true)
	return next, err
}

// name reads a reference to a name; the name itself follows where it is used first.
func (p *Parser) name(pos int) (string, int, error) {
	if pos+4 > p.end {
		return "", pos, ErrShort
	}
	offset := binary.LittleEndian.Uint32(p.b[pos:])
	nm, err := p.names.at(offset)
	if err != nil {
		return "", pos, err
	}
	p.recipe.name(pos, nm)
	pos += 4
	if int(offset) == pos {
		pos += nm.size
		if pos > p.end {
			return "", pos, ErrShort
		}
	}
	p.recipe.resume(pos)
	return nm.text, pos, nil
}

// skip passes over bytes that differ between chunks though the template does not.
func (p *Parser) skip(pos, n int) int {
	p.recipe.gap(pos, n)
	return pos + n
}
