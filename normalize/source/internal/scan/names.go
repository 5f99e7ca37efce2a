package scan

import "github.com/rulehound/rulehound/normalize/event"

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
)

// Name is what a field is called, made once for all records of a file. Names
// form a tree as the objects or elements that they name do.
type Name struct {
	Key     string // as it stands in the input, decoded
	Name    string // as in event.Field
	Path    string // as in event.Field
	Section event.Section
	Attr    bool // stands for the attributes of an element, or is one of them
	// Verbatim says that the key can be looked for in the input as it is.
	Verbatim bool

	kids        map[string]*Name
	attrs       *Name
	first, next *Name // what came first below this name and what came next after it, last time
}

// Full is the path of the name from the root.
func (n *Name) Full() string {
	if n.Path != "" {
		return n.Path
	}
	return n.Name
}

// Guess returns the name that followed prev below n last time; prev is nil for
// the first one. Logs repeat, so the guess is mostly right. It may be nil.
func (n *Name) Guess(prev *Name) *Name {
	if prev == nil {
		return n.first
	}
	return prev.next
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

// Names keeps the names of one file.
type Names struct {
	// Make returns the name of key below parent, parent.Dotted(key) in the simplest case.
	Make func(parent *Name, key string) *Name
	kept int
}

// Child returns the name that key has below parent, and remembers that it
// followed prev. It returns nil when the name would be longer than MaxPath.
func (t *Names) Child(parent, prev *Name, key []byte) *Name {
	if g := parent.Guess(prev); g != nil && g.Key == string(key) {
		return g
	}
	kid := parent.kids[string(key)]
	if kid == nil {
		if len(parent.Full())+len(key) > MaxPath {
			return nil
		}
		kid = t.add(parent, string(key))
	}
	if prev == nil {
		parent.first = kid
	} else {
		prev.next = kid
	}
	return kid
}

func (t *Names) add(parent *Name, key string) *Name {
	kid := t.Make(parent, key)
	if t.kept += len(key) + len(kid.Path) + 256; t.kept <= keep {
		if parent.kids == nil {
			parent.kids = make(map[string]*Name)
		}
		parent.kids[key] = kid
	}
	return kid
}
