package evtx

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
)

var (
	errTemplate   = errors.New("broken template definition")
	errTemplateID = errors.New("template of another record")
)

// template is a compiled template definition: its elements and, for each place
// that it has stood in, the fields that they make.
type template struct {
	*binxml.Definition
	plans   []*placed
	gate    *gate     // of a whole event; nil if there is none
	layouts []*layout // of records in which it is the last
}

// placed is a plan and the place that it is for.
type placed struct {
	at place
	plan

	echoes, nests bool // see the functions
}

// templates finds the compiled template of a definition: by its offset within a
// chunk, by its GUID across chunks. A GUID is a hash of the content, yet a file
// may lie about it, so a candidate must follow its recipe.
type templates struct {
	byOffset binxml.Slots[located]
	byGUID   map[[16]byte][]*template
	labels   map[labelKey]*event.Label // of the fields of sketches
	planner  planner                   // scratch
	weight   int
}

// bytesPerWeight is how many bytes weigh as much as an element, see maxTemplates.
const bytesPerWeight = 64

// located is a template where it stands in the chunk.
type located struct {
	*template
	id  uint32
	end int
}

func (ts *templates) reset() {
	ts.byOffset.Reset()
	if ts.byGUID == nil || ts.weight > maxTemplates {
		ts.byGUID, ts.labels, ts.weight = make(map[[16]byte][]*template), make(map[labelKey]*event.Label), 0
	}
}

// templateHeader is next(4) GUID(16) size(4), before the definition's body.
const templateHeader = 24

// template returns the template that a record calls id, defined at offset.
func (d *decoder) template(offset, id uint32) (located, error) {
	if known, ok := d.templates.byOffset.At(offset); ok && known.id == id {
		return *known, nil
	}
	chunk := d.chunk
	if int(offset)+templateHeader > len(chunk) {
		return located{}, errTemplate
	}
	body := int(offset) + templateHeader
	end := body + int(binary.LittleEndian.Uint32(chunk[body-4:]))
	if end > len(chunk) {
		return located{}, errTemplate
	}
	// The id that a record names is the head of its template's GUID. Another one
	// means that the chunk is a mix of blocks from different times.
	if binary.LittleEndian.Uint32(chunk[offset+4:]) != id {
		return located{}, errTemplateID
	}
	t, err := d.compile(body, end, [16]byte(chunk[offset+4:]))
	if err != nil {
		return located{}, err
	}
	found := located{t, id, end}
	d.templates.byOffset.Put(offset, found)
	return found, nil
}

// compile returns the template defined between body and end.
func (d *decoder) compile(body, end int, guid [16]byte) (*template, error) {
	ts := &d.templates
	known := ts.byGUID[guid]
	for _, t := range known {
		if err := d.left.spend(t.Steps()); err != nil {
			return nil, err
		}
		if t.Follows(d.chunk[:end], body) {
			return t, nil
		}
	}
	def, err := d.parser.Definition(body, end)
	// What the parser made is planned, too, and kept.
	if err := errors.Join(err, d.left.spend(costOfNode*(def.Size+1))); err != nil {
		return nil, err
	}
	t := &template{Definition: def}
	if len(known) < maxVariants {
		ts.byGUID[guid] = append(known, t)
		ts.weight += def.Size + (end-body)/bytesPerWeight
	}
	return t, nil
}

// placed returns the plan of the template at a place.
func (d *decoder) placed(t *template, at place) (*placed, error) {
	for _, p := range t.plans {
		if p.at == at {
			return p, nil
		}
	}
	by := &d.templates.planner
	by.ops, by.known = by.ops[:0], &d.naming
	made, err := d.plan(t.Root, at, by)
	if err != nil {
		return nil, err
	}
	made.ops = slices.Clone(made.ops)
	p := &placed{at: at, plan: made, echoes: echoes(made.ops), nests: nests(made.ops)}
	if len(t.plans) < maxPlans {
		t.plans = append(t.plans, p)
		d.templates.weight += len(made.ops) + by.names/bytesPerWeight
	}
	if at == (place{}) {
		t.gate = newGate(made)
	}
	return p, nil
}

// plan makes a plan of what the decoder is to decode.
func (d *decoder) plan(root *binxml.Node, at place, by *planner) (plan, error) {
	p, err := by.plan(root, at)
	if err == nil {
		err = d.left.spend(costOfNode * len(p.ops))
	}
	return p, err
}
