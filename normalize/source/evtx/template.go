package evtx

import (
	"encoding/binary"
	"errors"
)

var (
	errTemplate   = errors.New("broken template definition")
	errTemplateID = errors.New("template of another record")
)

// template is a compiled template definition: its elements and, for each place
// that it has stood in, the fields that they make.
type template struct {
	guid   [16]byte
	recipe recipe
	roots  []*node
	plans  []placedPlan
}

type placedPlan struct {
	at  place
	ops []op
}

func (t *template) ops(at place) []op {
	for i := range t.plans {
		if t.plans[i].at == at {
			return t.plans[i].ops
		}
	}
	ops := plan(t.roots, at)
	t.plans = append(t.plans, placedPlan{at, ops})
	return ops
}

// templates finds the compiled template of a definition: by its offset within a
// chunk, by its GUID across chunks. A GUID is a hash of the content, yet a file
// may lie about it, so a candidate must follow its recipe.
type templates struct {
	byOffset map[uint32]*template
	byGUID   map[[16]byte][]*template
	size     int
}

const (
	maxTemplates = 1 << 12 // compiled templates kept across chunks
	maxVariants  = 4       // of one GUID; more would be a forgery
)

func (ts *templates) reset() {
	if ts.byOffset == nil {
		ts.byOffset = make(map[uint32]*template)
	}
	clear(ts.byOffset)
	if ts.byGUID == nil || ts.size > maxTemplates {
		ts.byGUID, ts.size = make(map[[16]byte][]*template), 0
	}
}

// templateHeader is next(4) GUID(16) size(4), before the definition's body.
const templateHeader = 24

// at returns the template defined at offset, and where its definition ends.
func (ts *templates) at(names *names, chunk []byte, offset, id uint32) (t *template, end int, err error) {
	body := int(offset) + templateHeader
	if body > len(chunk) || offset > uint32(len(chunk)) {
		return nil, 0, errTemplate
	}
	end = body + int(binary.LittleEndian.Uint32(chunk[body-4:]))
	if end > len(chunk) || end < body {
		return nil, 0, errTemplate
	}
	// The id that a record names is the head of its template's GUID. Another one
	// means that the chunk is a mix of blocks from different times.
	if binary.LittleEndian.Uint32(chunk[offset+4:]) != id {
		return nil, 0, errTemplateID
	}
	if t, ok := ts.byOffset[offset]; ok {
		return t, end, nil
	}
	t, err = ts.compile(names, chunk, body, end, [16]byte(chunk[offset+4:]))
	if err != nil {
		return nil, 0, err
	}
	ts.byOffset[offset] = t
	return t, end, nil
}

func (ts *templates) compile(names *names, chunk []byte, body, end int, guid [16]byte) (*template, error) {
	known := ts.byGUID[guid]
	for _, t := range known {
		if t.recipe.follows(chunk[:end], body) {
			return t, nil
		}
	}
	t := &template{guid: guid}
	t.recipe.start(body)
	p := parser{names: names, b: chunk, end: end, inside: true, recipe: &t.recipe}
	roots, next, err := p.fragment(body)
	if err != nil {
		return nil, err
	}
	t.recipe.finish(chunk, next)
	t.roots = roots
	if len(known) < maxVariants {
		ts.byGUID[guid] = append(known, t)
		ts.size++
	}
	return t, nil
}
