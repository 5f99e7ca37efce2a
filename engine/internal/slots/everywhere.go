package slots

import (
	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// findEverywhere is find for the values of all fields of e, see [Index.Find]. One rule with
// keywords makes it look at every byte of every event, so it looks at them where
// they are.
func (x *slotIndex) findEverywhere(found *find.Hits, e *view.Event, silent bool, s *Scratch, m *memory) {
	ev := e.Source()
	for _, id := range x.present {
		found.Add(id)
	}
	for i := range ev.Fields {
		v := &ev.Fields[i].Value
		if x.bytes != nil || x.digits && v.Kind() == event.Hex {
			// Slow path: the literals may be in spellings that must be made first.
			x.find(found, e.All(), s, m)
			return
		}
		if !silent {
			x.findText(found, s, v.Raw())
		}
		if m := v.Meaning(); m != nil {
			x.findText(found, s, m.Code)
			x.findText(found, s, m.Text)
		}
	}
}

// findText adds the literals that are anywhere in raw.
func (x *slotIndex) findText(found *find.Hits, s *Scratch, raw string) {
	if len(raw) < x.shortest {
		return // folding makes nothing longer
	}
	x.once.Do(x.build)
	ascii := fold.IsASCII(raw)
	if x.bytes == nil && x.readsBytes(raw, ascii) {
		x.findAnywhere(found, fold.Bytes(raw), ascii)
		return
	}
	s.folded = fold.Append(s.folded[:0], raw)
	x.findAnywhere(found, s.folded, ascii)
}
