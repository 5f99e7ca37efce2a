package match

import (
	"bytes"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// texts compares every face of a field with the author's texts.
type texts struct {
	op      ir.Op
	cased   bool
	whole   []whole // literals to be equal to, until done
	finders []finder
	entire  finder // of finders, the one for what a value is as a whole; nil for none
}

// finder looks for one or several texts of the author in a text.
type finder interface {
	find(text []byte) int // the number of the author's text, -1 for none
	only() int            // the number that find always finds, -1 for one of several
}

// newTexts returns texts with room for n.
func newTexts(op ir.Op, cased bool, n int) *texts {
	t := &texts{op: op, cased: cased}
	if op == ir.Equals {
		t.whole = make([]whole, 0, n)
	} else {
		t.finders = make([]finder, 0, n)
	}
	return t
}

func (t *texts) empty() bool { return len(t.whole)+len(t.finders) == 0 }

// add adds the author's text number i.
func (t *texts) add(i int, g ir.Glob) {
	lit, plain := g.Literal()
	if !t.cased && plain {
		lit = fold.String(lit)
	} else if !t.cased {
		g = foldGlob(g)
	}
	switch {
	case !plain:
		t.finders = append(t.finders, newGlob(t.op, g, i))
	case t.op == ir.Contains:
		t.finders = append(t.finders, contains{fold.Bytes(lit), i})
	case t.op == ir.StartsWith:
		t.finders = append(t.finders, startsWith{fold.Bytes(lit), i})
	case t.op == ir.EndsWith:
		t.finders = append(t.finders, endsWith{fold.Bytes(lit), i})
	default:
		t.whole = append(t.whole, whole{lit, i})
	}
}

// done makes the literals a finder of the kind that suits their number.
func (t *texts) done() *texts {
	switch {
	case len(t.whole) > setSize:
		t.entire = newSet(t.whole)
	case len(t.whole) > 0:
		t.entire = equals(t.whole)
	}
	if t.entire != nil {
		t.finders = append([]finder{t.entire}, t.finders...)
	}
	t.whole = nil
	return t
}

// setSize is the number of literals up to which comparing one by one is faster.
const setSize = 4

func (t *texts) Match(f *view.Field) (Hit, bool) { return t.match(f, t.finders) }

// MatchSome is Match of p where it is known of some of the author's texts that the
// field has none of them: may tells them by their numbers from the others, which are in
// it for sure if it is exact. For long lists it is faster, and so it is for long texts.
func MatchSome(p Predicate, f *view.Field, may func(pattern int) bool, exact bool) (Hit, bool) {
	t, ok := p.(*texts)
	if !ok {
		return p.Match(f)
	}
	var room [8]finder
	some := room[:0]
	for _, finder := range t.finders {
		if n := finder.only(); n < 0 || may(n) {
			some = append(some, finder)
		}
	}
	if faces := f.Faces(); exact && len(faces) == 1 && len(some) > 0 {
		if n := some[0].only(); n >= 0 {
			return Hit{faces[0].Value, n}, true // Fast path: it is in the one text that there is.
		}
	}
	return t.match(f, some)
}

// match is Match with some of the finders.
func (t *texts) match(f *view.Field, finders []finder) (Hit, bool) {
	faces := f.Faces()
	if !t.cased {
		faces = f.FoldedFaces()
	}
	for i := range faces {
		text := faces[i].Folded
		if t.cased {
			text = f.Exact(&faces[i])
		}
		p := -1
		if !faces[i].Entire {
			p = t.find(text, finders)
		} else if t.entire != nil {
			p = t.entire.find(text)
		}
		if p >= 0 {
			return Hit{faces[i].Value, p}, true
		}
	}
	return Hit{-1, -1}, false
}

func (t *texts) find(text []byte, finders []finder) int {
	if p := findExactly(text, finders); p >= 0 || t.op != ir.Equals {
		return p
	}
	// Equality also succeeds without the value's trailing blanks.
	if trimmed := TrimBlanks(text); len(trimmed) < len(text) {
		return findExactly(trimmed, finders)
	}
	return -1
}

// blanks are what is no text at the end of a line.
const blanks = " \t\r\n"

func findExactly(text []byte, finders []finder) int {
	for _, f := range finders {
		if p := f.find(text); p >= 0 {
			return p
		}
	}
	return -1
}

func (t *texts) Cost() Cost {
	if len(t.finders) > setSize {
		return ManyTexts
	}
	return OneText
}

func foldGlob(g ir.Glob) ir.Glob {
	folded := make(ir.Glob, len(g))
	for i, s := range g {
		folded[i] = ir.Segment{Kind: s.Kind, Text: fold.String(s.Text)}
	}
	return folded
}

// TrimBlanks returns text without what equality tolerates at its end.
func TrimBlanks(text []byte) []byte { return bytes.TrimRight(text, blanks) }
