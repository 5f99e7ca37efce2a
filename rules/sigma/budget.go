package sigma

import (
	"regexp/syntax"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

// Bounds against hostile files, far beyond what people write.
const (
	maxProblems     = 50       // reported of one rule
	maxAlternatives = 1 << 20  // values of one rule
	maxWork         = 16 << 20 // of one file, beside the values of placeholders
	maxRegexp       = 10_000   // steps of one regular expression
)

// The prices of work, about the bytes that it needs.
const (
	perNode    = 64   // and its text
	perSearch  = 8    // that a pattern is compared with, beside its length
	perPair    = 8    // of pieces of a pattern
	perStep    = 32   // of a regular expression
	perFilled  = 256  // way to fill in a placeholder
	perEncoded = 1024 // form of a text
	perByte    = 16   // of a text to encode
)

// budget is the work that may still be done on a file: aliases, patterns and
// repeats say much in few bytes.
type budget struct{ left int }

// spend reports whether n is left, and takes it.
func (b *budget) spend(n int) bool {
	if n > b.left {
		return false
	}
	b.left -= n
	return true
}

// afford takes the price of a tree, walked with every repetition.
func (b *budget) afford(n *yaml.Node) bool {
	if !b.spend(perNode + len(n.Value)) {
		return false
	}
	for _, kid := range n.Content {
		if !b.afford(kid) {
			return false
		}
	}
	return true
}

// allow takes n from the alternatives of the rule.
func (r *reader) allow(key *yaml.Node, n int) bool {
	if r.alternatives += n; r.alternatives <= maxAlternatives {
		return true
	}
	if !r.tooLarge {
		r.tooLarge = true
		r.report(key, codeTooLarge, "the rule has more than %d alternatives", maxAlternatives)
	}
	return false
}

// steps is about how many steps an expression is compiled to.
func steps(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		n += steps(sub)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min, re.Max, 1)
	}
	return n
}

func overBudget(what string) *fault {
	return &fault{code: codeTooLarge, msg: what + " would take more work than one file of rules may cause"}
}

// full reports whether enough problems of the rule are known.
func (r *reader) full() bool { return len(r.problems) >= maxProblems }

// add keeps a problem, within bounds.
func (r *reader) add(p *rules.Problem) {
	r.refused = r.refused || p.Level == rules.Error
	if !r.full() {
		r.problems = append(r.problems, p)
	}
}
