package jsonl

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// models are the records that the next ones may be like. They bound their memory
// by beginning anew.
type models struct {
	kinds []kind    // by shape; nil until there was a record
	turns []*model  // by the shape of what a record begins with; likewise
	last  *model    // that of the last record that had one
	asked []**model // those of the turns that the record at hand has come to
	kept  int       // bytes, about
}

// kind is what is known of the records of a shape: their model, or that there was one.
type kind struct {
	shape uint64
	model *model
}

const (
	kindBits   = 10
	turnBits   = 9
	modelsSize = 4 << 20
	maxAsked   = 8
)

// begin says that a record begins, and returns what it may be like, nil if nobody
// knows.
func (ms *models) begin() *model {
	ms.asked = ms.asked[:0]
	if ms.last == nil || ms.last.after == nil {
		return ms.last
	}
	return ms.last.after
}

// turn returns the model that a record may be like from field i on, whose name and
// place are given, where it has that shape with the field; nil if there is none.
func (ms *models) turn(shape uint64, i int, name *scan.Name, at *place) *model {
	if ms.turns == nil || len(ms.asked) == maxAsked {
		return nil // There is none, or looking for one pays no more.
	}
	slot := &ms.turns[shape>>(64-turnBits)]
	ms.asked = append(ms.asked, slot)
	m := *slot
	if m == nil || i >= len(m.spans) || m.shapes[i] != shape || m.named[i] != name || m.isEmpty(i) || m.placeOf(i) != *at {
		return nil
	}
	return m
}

// of returns the model of records of a shape, nil for the first of them.
func (ms *models) of(s *scanner) *model {
	if ms.kinds == nil {
		ms.kinds, ms.turns = make([]kind, 1<<kindBits), make([]*model, 1<<turnBits)
	}
	k := &ms.kinds[s.shape>>(64-kindBits)]
	if k.shape != s.shape {
		*k = kind{shape: s.shape}
		return nil
	}
	if k.model == nil {
		if ms.kept += modelCost(s); ms.kept > modelsSize {
			clear(ms.kinds)
			clear(ms.turns)
			ms.last, ms.asked, ms.kept = nil, ms.asked[:0], modelCost(s)
		}
		*k = kind{s.shape, &model{}}
	}
	return k.model
}

// end says that the record at hand was like m, or is m.
func (ms *models) end(m *model) {
	for _, slot := range ms.asked {
		*slot = m
	}
	if ms.last != nil {
		ms.last.after = m
	}
	ms.last = m
}
