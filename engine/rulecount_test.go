package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// BenchmarkRules matches real events against few and many rules: SigmaHQ's, some
// of them or, beyond their number, with variants that have two other letters in
// every text.
func BenchmarkRules(b *testing.B) {
	corpora(b, "sigma")
	set, err := published()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{100, 500, 1000, 2400, 10000} {
		e, err := engine.New(rules.NewSet(soMany(slices.Collect(set.All()), n), nil))
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range []lane{lanes[0], lanes[2]} {
			b.Run(fmt.Sprintf("corpus=%s/rules=%d", l.name, n), func(b *testing.B) { benchmarkWorker(b, e, l.events(b)...) })
		}
	}
}

// BenchmarkUnrouted matches events that do not say what they are, so that every
// rule sees them.
func BenchmarkUnrouted(b *testing.B) {
	e := publishedEngine(b)
	var evs []*event.Event
	for _, ev := range lanes[0].events(b) {
		lost := *ev
		lost.SetClass(event.Class{})
		evs = append(evs, &lost)
	}
	b.Run("corpus=mix/rules=sigmahq", func(b *testing.B) { benchmarkWorker(b, e, evs...) })
}

// soMany returns n rules: every so many-th of all, or all and variants of them.
func soMany(all []*rules.Rule, n int) []*rules.Rule {
	var some []*rules.Rule
	for i := range min(n, len(all)) {
		some = append(some, all[i*len(all)/min(n, len(all))])
	}
	r := rand.New(rand.NewPCG(5, 6))
	for i := len(all); len(some) < n; i++ {
		variant := *all[i%len(all)]
		variant.ID = fmt.Sprint(i)
		if variant.Condition = altered(r, variant.Condition); ir.Format(variant.Condition) != ir.Format(all[i%len(all)].Condition) {
			some = append(some, &variant)
		}
	}
	return some
}

// altered returns n with other texts, but for those that it excludes: else it
// would match much more.
func altered(r *rand.Rand, n ir.Node) ir.Node {
	kids := func(old []ir.Node) (own []ir.Node) {
		for _, kid := range old {
			own = append(own, altered(r, kid))
		}
		return own
	}
	switch n := n.(type) {
	case *ir.And:
		return &ir.And{Meta: n.Meta, Kids: kids(n.Kids)}
	case *ir.Or:
		return &ir.Or{Meta: n.Meta, Kids: kids(n.Kids)}
	case *ir.AtLeast:
		return &ir.AtLeast{Meta: n.Meta, N: n.N, Kids: kids(n.Kids)}
	case *ir.Field:
		own := *n
		own.Values = slices.Clone(n.Values)
		for i := range own.Values {
			own.Values[i].Glob = slices.Clone(own.Values[i].Glob)
			if own.Values[i].Kind != ir.TextValue {
				continue
			}
			own.Values[i].Text = ""
			for j := range own.Values[i].Glob {
				own.Values[i].Glob[j].Text = misspelt(r, own.Values[i].Glob[j].Text)
				own.Values[i].Text += own.Values[i].Glob[j].Text // for ir.Format
			}
		}
		return &own
	}
	return n
}

// misspelt returns s with two other letters, where it has some.
func misspelt(r *rand.Rand, s string) string {
	b := []byte(s)
	var letters []int
	for i, c := range b {
		if 'a' <= c|0x20 && c|0x20 <= 'z' {
			letters = append(letters, i)
		}
	}
	for range min(2, len(letters)) {
		b[letters[r.IntN(len(letters))]] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}
