package oracle

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Hit is a rule that is satisfied by an event.
type Hit struct {
	Rule   string // its key
	Time   time.Time
	Event  int // which event, in the order of events
	Fields map[string][]string
}

// Found is a correlation that fired.
type Found struct {
	Rule       string
	Group      string // field=values for each field of group-by
	Start, End time.Time
	Count      int
	Value      float64
}

// Correlate returns what the correlations of a YAML stream find among hits, in
// the slowest way: sort by time, slide, recompute. Correlations come in the
// order of their documents, what each finds in the order of time.
func Correlate(src []byte, hits []Hit) ([]Found, error) {
	order, err := correlations(src)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return a.Time.Compare(b.Time) })
	byName := map[string]*correlation{}
	for _, c := range order {
		byName[c.name] = c
	}
	results := map[string][]Hit{}
	for _, h := range hits {
		results[h.Rule] = append(results[h.Rule], h)
	}
	found := map[string][]Found{}
	var run func(name string)
	run = func(name string) {
		c := byName[name]
		if c == nil || found[name] != nil {
			return
		}
		for _, r := range c.rules {
			run(r)
		}
		found[name], results[name] = c.run(results)
	}
	var all []Found
	for _, c := range order {
		run(c.name)
		all = append(all, found[c.name]...)
	}
	return all, nil
}

// run returns what the correlation finds among the hits of its rules, and its
// own hits for correlations made of it.
func (c *correlation) run(results map[string][]Hit) (found []Found, own []Hit) {
	hits := c.hits(results)
	type fired struct {
		Found
		hit Hit
	}
	var all []fired
	keys, groups := c.grouped(hits)
	for _, k := range keys {
		emit := func(window []Hit) {
			last := window[len(window)-1]
			all = append(all, fired{Found{c.name, k, window[0].Time, last.Time, count(window), c.measure(window)}, last})
		}
		switch {
		case c.kind == "first_seen":
			c.news(groups[k], hits[0].Time, emit)
		case c.atClose():
			c.tumble(groups[k], emit)
		default:
			c.slide(groups[k], emit)
		}
	}
	slices.SortStableFunc(all, func(a, b fired) int { return compareHits(a.hit, b.hit) })
	found = []Found{}
	for _, f := range all {
		found = append(found, f.Found)
		own = append(own, c.own(f.hit))
	}
	return found, own
}

// hits returns the hits of the correlation's rules in the order of their time.
func (c *correlation) hits(results map[string][]Hit) []Hit {
	var hits []Hit
	for _, r := range c.rules {
		for _, h := range results[r] {
			h.Rule = r
			hits = append(hits, h)
		}
	}
	// Rules of one event come in the order of the correlation's hits by input.
	slices.SortStableFunc(hits, compareHits)
	return hits
}

func compareHits(a, b Hit) int {
	if d := a.Time.Compare(b.Time); d != 0 {
		return d
	}
	return a.Event - b.Event
}

// grouped returns the hits by group, and the groups in the order in which they came.
func (c *correlation) grouped(hits []Hit) (keys []string, groups map[string][]Hit) {
	groups = map[string][]Hit{}
	for _, h := range hits {
		if len(c.fields) > 0 && len(c.values(h)) == 0 {
			continue
		}
		k := c.group(h)
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], h)
	}
	return keys, groups
}

// own returns h, which the correlation fired on, as a hit of the correlation: it
// has the fields of its group under their own names.
func (c *correlation) own(h Hit) Hit {
	fields := maps.Clone(h.Fields)
	if fields == nil {
		fields = map[string][]string{}
	}
	for _, g := range c.groupBy {
		fields[g] = h.Fields[c.called(h.Rule, g)]
	}
	h.Fields = fields
	return h
}

// slide looks at the window that ends with each hit.
func (c *correlation) slide(hits []Hit, emit func([]Hit)) {
	fired, reported := false, -1
	for i := range hits {
		var window []Hit
		for _, h := range hits[:i+1] {
			if hits[i].Time.Sub(h.Time) <= c.span {
				window = append(window, h)
			}
		}
		// An event counts once, with all the rules that it satisfies.
		if i+1 < len(hits) && hits[i+1].Event == hits[i].Event {
			continue
		}
		switch {
		case !c.holds(window):
			fired = false
		case !fired || window[0].Event > reported:
			fired, reported = true, hits[i].Event
			emit(window)
		}
	}
}

// news looks at each event of a group that is the first, or the first in a
// timespan, when learning that began at that time is over.
func (c *correlation) news(hits []Hit, began time.Time, emit func([]Hit)) {
	for i := 0; i < len(hits); {
		var event []Hit
		known := i > 0 && (c.span == 0 || hits[i].Time.Sub(hits[i-1].Time) <= c.span)
		for first := hits[i].Event; i < len(hits) && hits[i].Event == first; i++ {
			event = append(event, hits[i])
			known = known || slices.Contains(c.known, hits[i].Rule)
		}
		if !known && (c.learn == 0 || event[0].Time.Sub(began) > c.learn) {
			emit(event)
		}
	}
}

// tumble looks at the windows that begin with a hit and end with the timespan.
func (c *correlation) tumble(hits []Hit, emit func([]Hit)) {
	for i := 0; i < len(hits); {
		var window []Hit
		first := hits[i]
		for ; i < len(hits) && hits[i].Time.Sub(first.Time) <= c.span; i++ {
			window = append(window, hits[i])
		}
		if c.holds(window) {
			emit(window)
		}
	}
}

// atClose reports whether only the end of a window can decide.
func (c *correlation) atClose() bool {
	if c.extended != nil {
		return slices.Contains(c.extended.words, "not")
	}
	has := func(op string) bool { _, ok := c.bounds[op]; return ok }
	return (has("lt") || has("lte")) && !has("gt") && !has("gte") && !has("eq")
}

func (c *correlation) called(rule, field string) string {
	return cmp.Or(c.aliases[field][rule], field)
}

func (c *correlation) group(h Hit) string {
	var parts []string
	for _, f := range c.groupBy {
		parts = append(parts, fmt.Sprintf("%s=%q", f, h.Fields[c.called(h.Rule, f)]))
	}
	return strings.Join(parts, " ")
}

// values returns the values of a hit that count.
func (c *correlation) values(h Hit) []string {
	if len(c.fields) == 1 {
		var all []string
		for _, v := range h.Fields[c.called(h.Rule, c.fields[0])] {
			if _, err := strconv.ParseFloat(v, 64); err == nil || c.kind == "value_count" {
				all = append(all, v)
			}
		}
		return all
	}
	combination := ""
	for _, f := range c.fields {
		values := h.Fields[c.called(h.Rule, f)]
		if len(values) == 0 {
			return nil
		}
		combination += fmt.Sprintf("%q", values)
	}
	return []string{combination}
}
