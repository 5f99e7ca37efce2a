package scan

import (
	"encoding/binary"
	"math/bits"

	"github.com/rulehound/rulehound/normalize/event"
)

const (
	// MaxDepth bounds the nesting of one record.
	MaxDepth = 64
	// MaxFields bounds the fields of one record.
	MaxFields = 1 << 16
	// MaxPath bounds the length of a name, so that deep nesting of long names
	// cannot multiply a record's size.
	MaxPath = 4 << 10
	// keep bounds the bytes of names that are kept for a file. Files with more,
	// keys made of GUIDs say, get the later names anew for every record.
	keep = 8 << 20

	recentBits = 10
)

// Name is what a field is called, made once for all records of a file. Names
// form a tree as the objects or elements that they name do.
type Name struct {
	Key     string // as it stands in the input, decoded
	Name    string // as in event.Field
	Path    string // as in event.Field
	Section event.Section
	Parent  *Name // set by Names
	Attr    bool  // stands for the attributes of an element, or is one of them
	// Lead is how the name is mostly written in the input, with what stands
	// around it; "" where the name must not be looked for that way.
	Lead string
	// Label is for sketches: Name and Path once more.
	Label event.Label

	kids        map[string]*Name
	luck        int8 // below 0, down to -maxUnlucky, where guesses below the name were mostly wrong lately
	attrs       *Name
	first, next Guesses // of what comes first below this name, of what comes next after it
}

// Guesses are two names that a place in the input held before, the latest one
// first. Logs repeat, and where events of several kinds alternate one guess is
// wrong for every third field, two for every twelfth.
type Guesses [2]*Name

// Take makes kid the first guess.
func (g *Guesses) Take(kid *Name) {
	if g[0] != kid {
		g[0], g[1] = kid, g[0]
	}
}

// Lucky reports whether names below n are worth guessing. Some collectors write the
// members of an object in another order each time.
func (n *Name) Lucky() bool { return n.luck >= 0 }

// learn counts a guess that was wrong, or, where nobody guessed, would have been right
// or wrong.
func (n *Name) learn(right bool) {
	switch {
	case right && n.luck < 0:
		n.luck++
	case !right && n.luck > -maxUnlucky:
		n.luck--
	}
}

const maxUnlucky = 16

// Leads reports whether b begins with the Lead of n, which is not empty.
func (n *Name) Leads(b []byte) bool {
	size := len(n.Lead)
	return size > 0 && len(b) >= size && string(b[:size]) == n.Lead
}

// Full is the path of the name from the root.
func (n *Name) Full() string {
	if n.Path != "" {
		return n.Path
	}
	return n.Name
}

// Guesses returns the names that followed prev below n before; prev is nil for
// the first one.
func (n *Name) Guesses(prev *Name) *Guesses {
	if prev == nil {
		return &n.first
	}
	return &prev.next
}

// Attrs returns what the attributes of n are children of, so that they are
// never mistaken for its elements.
func (n *Name) Attrs() *Name {
	if n.attrs == nil {
		n.attrs = &Name{Key: n.Key, Name: n.Name, Path: n.Path, Section: n.Section, Attr: true}
	}
	return n.attrs
}

// Dotted returns a name for key below n whose path is n's and the key.
func (n *Name) Dotted(key string) *Name {
	kid := &Name{Key: key, Name: key, Section: n.Section, Attr: n.Attr}
	if full := n.Full(); full != "" {
		kid.Path = full + "." + key
	}
	return kid
}

// ShapeWith returns the shape, as in [event.Sketch], of a record with one field more.
func ShapeWith(shape uint64, l *event.Label) uint64 {
	return (shape + uint64(l.Number)) * 0x9e3779b97f4a7c15
}

// Names keeps the names of one file.
type Names struct {
	// Make returns the name of key below parent, parent.Dotted(key) in the simplest case.
	Make func(parent *Name, key string) *Name
	kept int // bytes
	n    int // labels

	recent []*Name // by hash: faster than a parent's kids; nil until there is a name
}

// Child returns the name that key has below parent, and remembers that it
// followed prev, unless there are too many to keep it. It returns nil when the name would
// be longer than MaxPath.
func (t *Names) Child(parent, prev *Name, key []byte) *Name {
	if kid := t.Known(parent, prev, key); kid != nil {
		return kid
	}
	if len(parent.Full())+len(key) > MaxPath {
		return nil
	}
	kid := t.add(parent, string(key))
	if kid.Label.Number >= 0 { // others are not told from each other
		parent.Guesses(prev).Take(kid)
	}
	return kid
}

// Known is Child for names that there are already; it returns nil for others.
func (t *Names) Known(parent, prev *Name, key []byte) *Name {
	if t.recent == nil {
		t.recent = make([]*Name, 1<<recentBits)
	}
	recent := &t.recent[hash(parent, key)]
	kid := *recent
	if kid == nil || kid.Parent != parent || kid.Key != string(key) {
		if kid = parent.kids[string(key)]; kid == nil {
			return nil
		}
		*recent = kid
	}
	g := parent.Guesses(prev)
	parent.learn(g[0] == kid)
	g.Take(kid)
	return kid
}

// hash tells most names from each other by their length and what they begin and end with.
func hash(parent *Name, key []byte) uint64 {
	h := uint64(len(key)) ^ uint64(parent.Label.Number)<<16
	if len(key) >= 8 {
		h ^= binary.LittleEndian.Uint64(key) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(key[len(key)-8:]), 20)
	} else {
		for _, c := range key {
			h = h<<8 ^ uint64(c)
		}
	}
	return h * 0x9e3779b97f4a7c15 >> (64 - recentBits)
}

// Full reports whether names are no longer kept.
func (t *Names) Full() bool { return t.kept > keep }

func (t *Names) add(parent *Name, key string) *Name {
	kid := t.Make(parent, key)
	kid.Parent = parent
	kid.Label = event.Label{Section: kid.Section, Name: kid.Name, Path: kid.Path, Number: -1}
	if t.kept += len(key) + len(kid.Path) + 256; t.kept <= keep {
		kid.Label.Number = t.n
		t.n++
		if parent.kids == nil {
			parent.kids = make(map[string]*Name)
		}
		parent.kids[key] = kid
	}
	return kid
}
