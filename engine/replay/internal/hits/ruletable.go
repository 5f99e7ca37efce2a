package hits

import (
	"sync"

	"github.com/rulehound/rulehound/engine/alert"
)

// ruleTable numbers rules: all alerts of a rule share its metadata, and packed
// ones have its number.
type ruleTable struct {
	mu      sync.Mutex
	rules   []*alert.Rule
	numbers map[*alert.Rule]int
}

// number returns the number of r. It is safe for concurrent use.
func (t *ruleTable) number(r *alert.Rule) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.numbers[r]
	if !ok {
		if t.numbers == nil {
			t.numbers = map[*alert.Rule]int{}
		}
		n = len(t.rules)
		t.rules, t.numbers[r] = append(t.rules, r), n
	}
	return n
}
