package oracle

import (
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// count returns how many events a window has.
func count(window []Hit) int {
	seen := map[int]bool{}
	for _, h := range window {
		seen[h.Event] = true
	}
	return len(seen)
}

// events returns the hits of a window, one for each event.
func events(window []Hit) []Hit {
	return slices.CompactFunc(slices.Clone(window), func(a, b Hit) bool { return a.Event == b.Event })
}

func (c *correlation) measure(window []Hit) float64 {
	var values []string
	var numbers []float64
	if len(c.fields) > 0 {
		for _, h := range events(window) {
			for _, v := range c.values(h) {
				values = append(values, v)
				n, _ := strconv.ParseFloat(v, 64)
				numbers = append(numbers, n)
			}
		}
	}
	switch c.kind {
	case "value_count":
		slices.Sort(values)
		return float64(len(slices.Compact(values)))
	case "value_sum":
		return exact(numbers)
	case "value_avg":
		return exact(numbers) / float64(len(numbers))
	case "value_median":
		return rank(numbers, 50)
	case "value_percentile":
		return rank(numbers, c.percentile)
	case "first_seen":
		return 1
	case "temporal":
		return float64(len(c.seen(window)))
	case "temporal_ordered":
		if c.extended != nil {
			return float64(len(c.seen(window)))
		}
		return float64(c.inOrder(c.rules, window))
	}
	return float64(count(window))
}

// exact adds without rounding but for the end.
func exact(numbers []float64) float64 {
	sum := new(big.Float).SetPrec(2200) // from the smallest to the largest number
	for _, n := range numbers {
		sum.Add(sum, big.NewFloat(n))
	}
	f, _ := sum.Float64()
	return f
}

// rank interpolates linearly at a rank of 100.
func rank(numbers []float64, percent float64) float64 {
	slices.Sort(numbers)
	at := percent * float64(len(numbers)-1) / 100
	low, high := numbers[int(math.Floor(at))], numbers[int(math.Ceil(at))]
	share := at - math.Floor(at)
	return math.Min(math.Max(low*(1-share)+high*share, low), high)
}

func (c *correlation) seen(window []Hit) map[string]bool {
	seen := map[string]bool{}
	for _, h := range window {
		seen[h.Rule] = true
	}
	return seen
}

// inOrder returns how many of names have hits with times that do not fall, by
// trying every subset.
func (c *correlation) inOrder(names []string, window []Hit) int {
	best := 0
	for subset := range 1 << len(names) {
		at, chosen, ok := time.Time{}, 0, true
		for i, name := range names {
			if subset>>i&1 == 0 {
				continue
			}
			chosen++
			next := slices.IndexFunc(window, func(h Hit) bool { return h.Rule == name && !h.Time.Before(at) })
			if next < 0 {
				ok = false
				break
			}
			at = window[next].Time
		}
		if ok {
			best = max(best, chosen)
		}
	}
	return best
}

func (c *correlation) holds(window []Hit) bool {
	if c.extended != nil {
		seen := c.seen(window)
		e := *c.extended
		if !e.or(seen) {
			return false
		}
		if c.kind == "temporal_ordered" {
			var wanted []string
			for _, name := range c.rules {
				if e.positive[name] && seen[name] {
					wanted = append(wanted, name)
				}
			}
			return c.inOrder(wanted, window) == len(wanted)
		}
		return true
	}
	v := c.measure(window)
	for op, n := range c.bounds {
		if !map[string]bool{"gt": v > n, "gte": v >= n, "lt": v < n, "lte": v <= n, "eq": v == n, "neq": v != n}[op] {
			return false
		}
	}
	return true
}

// extend reads a condition on rules; those that a list does not name are its
// rules. Patterns are written out.
func (c *correlation) extend(cond string, key func(string) string) {
	listed := c.rules
	var words []string
	read := strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(cond))
	for i := 0; i < len(read); i++ {
		switch w := strings.ToLower(read[i]); {
		case i+2 < len(read) && strings.EqualFold(read[i+1], "of"):
			join := map[bool]string{true: "and", false: "or"}[w == "all"]
			words = append(words, "(")
			for _, r := range listed {
				if ok, _ := path.Match(strings.Replace(read[i+2], "them", "*", 1), r); ok {
					words = append(words, r, join)
				}
			}
			words[len(words)-1] = ")"
			i += 2
		case slices.Contains([]string{"and", "or", "not", "(", ")"}, w):
			words = append(words, w)
		default:
			r := key(read[i])
			if words = append(words, r); !slices.Contains(c.rules, r) {
				c.rules = append(c.rules, r)
			}
		}
	}
	c.extended = &expression{words: words}
}

// expression is a condition on rules, evaluated while it is read.
type expression struct {
	words    []string
	at, nots int
	positive map[string]bool
}

func (e *expression) word() string {
	if e.at < len(e.words) {
		return e.words[e.at]
	}
	return ""
}

func (e *expression) or(seen map[string]bool) bool {
	v := e.and(seen)
	for e.word() == "or" {
		e.at++
		v = e.and(seen) || v
	}
	return v
}

func (e *expression) and(seen map[string]bool) bool {
	v := e.not(seen)
	for e.word() == "and" {
		e.at++
		v = e.not(seen) && v
	}
	return v
}

func (e *expression) not(seen map[string]bool) bool {
	w := e.word()
	e.at++
	switch w {
	case "not":
		e.nots++
		v := !e.not(seen)
		e.nots--
		return v
	case "(":
		v := e.or(seen)
		e.at++
		return v
	}
	if e.nots%2 == 0 {
		if e.positive == nil {
			e.positive = map[string]bool{}
		}
		e.positive[w] = true
	}
	return seen[w]
}
