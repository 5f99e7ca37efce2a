package match

import (
	"fmt"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// Predicate is a condition on the values of one field. It is immutable and safe
// for concurrent use.
type Predicate interface {
	// Match looks for a value that satisfies the condition.
	Match(f *view.Field) (Hit, bool)
	// Cost says how dear Match is.
	Cost() Cost
}

// Hit says what satisfied a condition: which value of the field, and which of
// the author's alternatives. -1 means none in particular.
type Hit struct{ Value, Pattern int }

// Cost orders predicates by the time they take.
type Cost uint8

// The costs, cheapest first.
const (
	Constant  Cost = iota
	OneText        // compare with a few texts or numbers
	ManyTexts      // search or compare with many
	Expression
	Opaque // a leaf that runs code of its own
)

// New returns the predicate of an IR field. refSlot is the slot of the field
// that it refers to, if it does. An error means that the condition makes no
// sense: lowering should have refused it.
func New(f *ir.Field, refSlot int) (Predicate, error) {
	switch {
	case f.Op == ir.Exists:
		return exists{}, nil
	case f.Op == ir.Null:
		return null{}, nil
	case f.Ref != "":
		return newFieldRef(f, refSlot)
	case f.Part != ir.WholeValue:
		return newTimePart(f)
	case isComparison(f.Op):
		return newComparison(f)
	}
	return newAlternatives(f.Op, f.Cased, f.Values)
}

// NewKeyword returns the predicate of an IR keyword; it is to be asked of
// [Event.All].
func NewKeyword(k *ir.Keyword) (Predicate, error) {
	return newAlternatives(ir.Contains, k.Cased, k.Values)
}

// Check returns the error that [New] ends with, without making the predicate.
func Check(f *ir.Field) error {
	if f.Ref != "" || f.Part != ir.WholeValue || isComparison(f.Op) {
		_, err := New(f, 0) // these cost nothing
		return err
	}
	return checkKinds(f.Values)
}

// CheckKeyword is Check of [NewKeyword].
func CheckKeyword(k *ir.Keyword) error { return checkKinds(k.Values) }

func checkKinds(vs []ir.Value) error {
	for i := range vs {
		if vs[i].Kind > ir.CIDRValue {
			return fmt.Errorf("value of an unknown kind %d", vs[i].Kind)
		}
	}
	return nil
}

// newAlternatives returns the predicate that is true when some value of vs is,
// each compared as its kind wants.
func newAlternatives(op ir.Op, cased bool, vs []ir.Value) (Predicate, error) {
	if err := checkKinds(vs); err != nil {
		return nil, err
	}
	var alts alternatives
	texts := newTexts(op, cased, len(vs))
	var numbers numberSet
	for i := range vs {
		switch v := &vs[i]; v.Kind {
		case ir.TextValue:
			texts.add(i, v.Glob)
		case ir.NumberValue:
			texts.add(i, ir.LiteralGlob(v.Text))
			if op == ir.Equals {
				numbers = append(numbers, numbered{Normal(v.Num), i})
			}
		case ir.RegexpValue:
			alts = append(alts, newRegex(v.Regexp, i))
		case ir.CIDRValue:
			alts = append(alts, network{v.Prefix, i})
		}
	}
	if len(numbers) > 0 {
		alts = append(alternatives{numbers}, alts...)
	}
	if !texts.empty() {
		alts = append(alternatives{texts.done()}, alts...)
	}
	if len(alts) == 1 {
		return alts[0], nil
	}
	return alts, nil
}

// alternatives is true when one of its predicates is. Without any it is false.
type alternatives []Predicate

func (a alternatives) Match(f *view.Field) (Hit, bool) {
	for _, p := range a {
		if h, ok := p.Match(f); ok {
			return h, true
		}
	}
	return Hit{-1, -1}, false
}

func (a alternatives) Cost() Cost {
	c := Constant
	for _, p := range a {
		c = max(c, p.Cost())
	}
	return c
}
