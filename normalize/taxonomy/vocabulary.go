package taxonomy

import (
	"slices"
	"strings"
)

// vocabulary is the set of known field names.
type vocabulary struct {
	names   []string        // sorted, in their own spelling
	folded  []string        // the same in lower case
	present map[string]bool // folded, and without blanks
}

func newVocabulary(names []string) *vocabulary {
	v := &vocabulary{present: make(map[string]bool, len(names))}
	spelt := make(map[string]string, len(names)) // by folded
	for _, name := range names {
		folded := strings.ToLower(name)
		if _, twice := spelt[folded]; !twice {
			spelt[folded] = name
			v.folded = append(v.folded, folded)
		}
	}
	slices.Sort(v.folded)
	for _, folded := range v.folded {
		v.names = append(v.names, spelt[folded])
		v.present[folded] = true
		v.present[strings.ReplaceAll(folded, " ", "")] = true
	}
	return v
}

// Known reports whether field is one that some event has. Case does not matter,
// and blanks may be left out, as the Sigma specification wants it: ThreatName is
// Defender's "Threat Name".
func (t *Table) Known(field string) bool { return t.fields.present[strings.ToLower(field)] }

// Fields returns the names of all known fields, sorted without regard to case.
func (t *Table) Fields() []string { return slices.Clone(t.fields.names) }

// Nearest returns the known field that field is most probably a misspelling of,
// for error messages. A known field is its own nearest.
func (t *Table) Nearest(field string) (string, bool) {
	folded := []rune(strings.ToLower(field))
	best, limit := -1, min(3, 1+len(folded)/4)+1
	for i, name := range t.fields.folded {
		if d := distance(folded, []rune(name), limit); d < limit {
			best, limit = i, d
		}
	}
	if best < 0 {
		return "", false
	}
	return t.fields.names[best], true
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to make b of a. It gives up at limit.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
