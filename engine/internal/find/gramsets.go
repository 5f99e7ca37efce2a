package find

import (
	"math"
	"slices"
)

// GramsOf returns the sets of grams that find literals, of two bytes or more. All
// of a set are looked for at the same places, which the shortest of them says. Sample
// is like the texts to come, and only serves to choose well:
//
//	' -w 1 ', 'bypass', 'add-exfiltration.ps1', …  →  one set, every third place
//	'echo', 'invoke-mimikatz', …                   →  two, every second and every eighth place
//
// Which lengths go together is what costs least.
func GramsOf(literals []Literal, sample []byte) []*Grams {
	var count [FullStride + 1]int
	for _, a := range literals {
		count[gramLength(a)]++
	}
	var all []*Grams
	for _, set := range gramSetsOf(&count) {
		members := make([]Literal, 0, set.literals)
		for _, a := range literals {
			if n := gramLength(a); set.from <= n && n < set.to {
				members = append(members, a)
			}
		}
		for some := range slices.Chunk(members, maxLiterals) {
			all = append(all, newGrams(some, set.size, sample))
		}
	}
	return all
}

// gramLength is the length of a literal, as far as it makes a difference.
func gramLength(a Literal) int { return min(len(a.Text), FullStride) }

// gramSet is literals that are looked for together.
type gramSet struct {
	from, to int // their lengths
	literals int // how many
	size     int // of the grams
}

// gramSetsOf returns the cheapest sets of so many literals of each length.
func gramSetsOf(count *[FullStride + 1]int) []gramSet {
	var costs [FullStride + 2]float64 // of all literals from a length on
	var sets [FullStride + 2][]gramSet
	for from := FullStride; from >= 2; from-- {
		if count[from] == 0 {
			costs[from], sets[from] = costs[from+1], sets[from+1]
			continue
		}
		costs[from] = math.Inf(1)
		for to, n := from+1, count[from]; to <= FullStride+1; to++ {
			size, cost := gramSize(from, n)
			if cost += costs[to]; cost < costs[from] {
				costs[from] = cost
				sets[from] = append([]gramSet{{from, to, n, size}}, sets[to]...)
			}
			if to <= FullStride {
				n += count[to]
			}
		}
	}
	return sets[2]
}

// What a set costs for each byte of a text, beside looking at places: comparing each
// literal where it may be, by the size of the grams, and calls. These are measured on
// real logs, in units of what it takes to look at a place.
var literalCosts = [...]float64{2: 0.03, 3: 0.0075, 4: 0.0003}

const setCost = 0.08

// gramSize returns the best size of the grams of n literals of which the shortest
// has so many bytes, and what looking for them costs for each byte of a text.
func gramSize(shortest, n int) (size int, cost float64) {
	cost = math.Inf(1)
	for s := 2; s <= min(4, shortest); s++ {
		places := 1 / float64(min(maxStride, shortest-s+1))
		if c := places + float64(n)*literalCosts[s] + setCost; c < cost {
			size, cost = s, c
		}
	}
	return size, cost
}
