package oracle_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestRandomRules: over random rules and events the engine is the oracle, and
// what it records is what it matches.
func TestRandomRules(t *testing.T) {
	rounds := uint64(100 / thin())
	var sum tally
	for seed := range rounds {
		sum.add(randomRound(t, seed))
	}
	t.Logf("%d rules, %d matches", sum.rules, sum.matches)
	if sum.rules < 20*int(rounds) || sum.matches < 100*int(rounds) {
		t.Error("so few prove little")
	}
}

// FuzzRandomRules is the same from any seed.
func FuzzRandomRules(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { randomRound(t, seed) })
}

// tally counts what a round went by, lest it prove nothing.
type tally struct{ rules, matches int }

func (t *tally) add(o tally) {
	t.rules += o.rules
	t.matches += o.matches
}

// randomRound holds 40 rules against 40 events.
func randomRound(t *testing.T, seed uint64) (tally tally) {
	g := newGenerator(seed)
	files, second := fstest.MapFS{}, map[string]*oracle.Rule{}
	for i := range 40 {
		src := g.rule(i)
		name := fmt.Sprintf("%02d.yml", i)
		files[name] = &fstest.MapFile{Data: []byte(src)}
		second[name] = oracle.Read([]byte(src), oracle.Options{Placeholders: randomValues})[0]
	}
	all := slices.Collect(maps.Values(second))
	for i := range g.IntN(4) {
		src := g.filter()
		files[fmt.Sprintf("%02d_filter.yml", 10*i)] = &fstest.MapFile{Data: []byte(src)}
		all = append(all, oracle.Read([]byte(src), oracle.Options{Placeholders: randomValues})[0])
	}
	oracle.Filter(all)
	set := load(t, files, sigma.WithPlaceholders(randomValues))
	tally.rules += set.Len()
	loaded := map[string]bool{}
	for r := range set.All() {
		loaded[r.File] = true
	}
	for name, r := range second {
		if loaded[name] != (r.Refused == nil) {
			t.Errorf("seed %d: loaded %t, the oracle says %v\n%s\n%v", seed, loaded[name], r.Refused, files[name].Data, set.Problems())
		}
	}
	eng := compile(t, set)
	for range 40 {
		ev := g.event()
		hits := map[string]bool{}
		for _, a := range match(t, eng, ev) {
			hits[a.Rule.File] = true
		}
		tally.matches += len(hits)
		seen := oracle.See(ev)
		for name := range loaded {
			r := second[name]
			if want := r.Matches(seen, nil); hits[name] != want {
				t.Errorf("seed %d: the engine says %t, the oracle %t\n%s\n%s", seed, hits[name], want, files[name].Data, show(ev))
			}
			trace, err := eng.Explain(r.ID, ev)
			if err != nil {
				t.Fatal(err)
			}
			if matched := trace.Result == engine.Matched; matched != hits[name] {
				t.Errorf("seed %d: recorded %t, matched %t\n%s\n%s", seed, matched, hits[name], files[name].Data, show(ev))
			}
		}
	}
	return tally
}

func show(ev *event.Event) string {
	var b strings.Builder
	for _, f := range ev.Fields {
		fmt.Fprintf(&b, "%s=%q %s\n", f.Name, f.Value.Raw(), f.Value.Kind())
	}
	return b.String()
}

// generator makes rules and events that often meet: both are made of its words.
type generator struct {
	*rand.Rand
	words []string
}

func newGenerator(seed uint64) generator {
	g := generator{Rand: rand.New(rand.NewPCG(seed, 7))}
	for range 6 {
		word := ""
		for range 3 + g.IntN(10) {
			word += pick(g, "a", "b", "k", "s", "é", "a", "b", "-", ".")
		}
		g.words = append(g.words, word)
	}
	return g
}

// word returns a word, or a part of one, with some of its letters in another
// case or as another letter that folds to the same.
func (g generator) word() string {
	w := []rune(pick(g, g.words...))
	if g.IntN(3) == 0 {
		w = w[g.IntN(len(w)):]
	}
	for i, r := range w {
		if g.IntN(6) == 0 {
			w[i] = unicode.SimpleFold(r)
		}
	}
	return string(w)
}

func pick[T any](g generator, of ...T) T { return of[g.IntN(len(of))] }

var randomValues = map[string][]string{"p": {"a*", "-x", `\*`, "ab"}, "q": {"", "?"}}

var fieldNames = []string{"A", "B", "C"}

// rule returns a rule of up to three selections.
func (g generator) rule(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: t\nid: 00000000-0000-4000-8000-%012d\nlogsource: {product: windows}\ndetection:\n", i)
	names := []string{"s1", "s2", "_h"}[:1+g.IntN(3)]
	for _, name := range names {
		fmt.Fprintf(&b, "  %s:%s\n", name, g.search())
	}
	fmt.Fprintf(&b, "  condition: %s\n", g.condition(names, 3))
	return b.String()
}

// filter returns a filter for some rules, with selections that rules have, too.
func (g generator) filter() string {
	rules := "any"
	if g.IntN(3) > 0 {
		rules = fmt.Sprintf("[00000000-0000-4000-8000-%012d, 00000000-0000-4000-8000-%012d]", g.IntN(50), g.IntN(40))
	}
	return fmt.Sprintf("title: f\nlogsource: {product: %s}\nfilter:\n  rules: %s\n  s1:%s\n  s2:%s\n  condition: %s\n",
		pick(g, "windows", "windows", "Windows", "linux"), rules, g.search(), g.search(), g.condition([]string{"s1", "s2"}, 2))
}

func (g generator) search() string {
	switch g.IntN(8) {
	case 0:
		return " " + g.text()
	case 1:
		return fmt.Sprintf("\n    - %s\n    - %s", g.text(), g.text())
	case 2:
		value := g.text
		modifier := pick(g, "all", "all", "cased", "windash|all", "re", "re|i", "contains|all", "base64")
		if strings.HasPrefix(modifier, "re") {
			value = g.expression
		}
		return fmt.Sprintf("\n    '|%s':\n      - %s\n      - %s", modifier, value(), value())
	case 3:
		return fmt.Sprintf("\n    - %s\n    - %s\n    - %s", g.text(), g.item(), g.item())
	}
	s := "\n    " + g.item()
	if g.IntN(2) == 0 {
		if other := g.item(); !strings.HasPrefix(s, "\n    "+other[:2]) {
			s += "\n    " + other
		}
	}
	return s
}

// item returns one field with modifiers and values.
func (g generator) item() string {
	name := pick(g, fieldNames...)
	modifiers, value := "", g.text
	switch g.IntN(13) {
	case 12:
		modifiers = pick(g, "", "", "|windash") + "|expand" + pick(g, "", "|contains", "|windash", "|all", "|contains|all")
		value = func() string {
			return pick(g, "'%p%'", "'a%p%b%q%'", `'\%p%'`, `'\%a%q%'`, "' -%p%/x'", "'%p'", "'%%'", "'%nobody%'", "'x'")
		}
	case 0, 1, 2:
		modifiers = pick(g, "", "", "|cased", "|neq")
		value = func() string { return pick(g, g.text, g.number)() }
	case 3, 4, 5:
		modifiers = pick(g, "|contains", "|startswith", "|endswith") + pick(g, "", "", "|cased", "|windash", "|all")
		value = func() string { return pick(g, g.text, g.text, g.number)() }
	case 6:
		modifiers, value = "|re"+pick(g, "", "|i", "|m", "|s", "|i|m"), g.expression
	case 7:
		modifiers, value = "|"+pick(g, "lt", "lte", "gt", "gte"), g.number
	case 8:
		if g.IntN(3) == 0 {
			modifiers, value = "|"+pick(g, "minute", "hour", "day", "week", "month", "year")+pick(g, "", "|lt", "|gte"), g.number
			break
		}
		return name + pick(g, "|exists: true", "|exists: false", ": null", ": ''", "|neq: null")
	case 9:
		return name + "|fieldref" + pick(g, "", "|contains", "|startswith", "|endswith", "|neq") + ": " + pick(g, fieldNames...)
	case 10:
		modifiers = pick(g, "|base64", "|base64offset", "|wide|base64", "|wide|base64offset", "|utf16|base64", "|utf16be|base64offset", "|windash|base64offset", "|wide") + pick(g, "", "|contains", "|contains", "|cased")
		value = func() string { return pick(g, "'foobar'", "'ab'", "'ü-x'", "' -x'", "12") }
	case 11:
		modifiers, value = "|cidr", func() string {
			return pick(g, "10.0.0.0/8", "10.1.2.3", "'fe80::/10'", "'::ffff:10.0.0.0/104'", "0.0.0.0/0")
		}
	}
	if g.IntN(2) == 0 {
		return fmt.Sprintf("%s%s: %s", name, modifiers, value())
	}
	values := []string{value(), value(), value()}[:2+g.IntN(2)]
	return fmt.Sprintf("%s%s: [%s]", name, modifiers, strings.Join(values, ", "))
}

// atoms are what values of rules and of events are made of.
var atoms = []string{"a", "b", "A", "ab", " ", "-x", " /x", "–x", "-", "—", "_", "\\", ".", "é", "É", "ſ", "s", "K", "k", "1", "x"}

// text returns a quoted value with wildcards and escapes.
func (g generator) text() string {
	s := ""
	for range 1 + g.IntN(3) {
		s += pick(g, append(slices.Clone(atoms), "*", "?", `\*`, `\?`, `\\`, `\\*`)...)
	}
	if g.IntN(2) == 0 {
		s = pick(g, g.word(), g.word(), g.word()+pick(g, "*", "?", "")+g.word())
	}
	return "'" + pick(g, s, s, s, s, s, s, strings.TrimSpace(s), "0x3e7", "0x10", "999", "4.0", "Machine key.", "%%2499") + "'"
}

func (g generator) number() string {
	return pick(g, "999", "0x3e7", "1", "4", "4.0", "4.5", "-1", "'4'", "16", "18446744073709551615", "18446744073709551616", "1e3")
}

func (g generator) expression() string {
	return "'" + pick(g, "a+b", "^a", "x$", "a.b", "", "^$", "^b$", "É", "[^a]", "1|x", `\d+`, `a\b`) + "'"
}

func (g generator) condition(names []string, depth int) string {
	if depth == 0 {
		return pick(g, names...)
	}
	sub := func() string { return g.condition(names, depth-1) }
	switch g.IntN(7) {
	case 0:
		return "not " + pick(g, names...)
	case 1:
		return sub() + " and " + sub()
	case 2:
		return sub() + " OR " + sub()
	case 3:
		return "(" + sub() + ") and not (" + sub() + ")"
	case 4:
		return pick(g, "1 of them", "all of them", "1 of s*", "all of s*", "any of *", "2 of them", "1 of _*")
	}
	return pick(g, names...)
}

// event returns an event with up to four fields, some of one name.
func (g generator) event() *event.Event {
	ev := &event.Event{}
	for range g.IntN(5) {
		ev.Fields = append(ev.Fields, event.Field{Name: pick(g, fieldNames...), Section: event.EventData, Value: g.value()})
	}
	return ev
}

func (g generator) value() event.Value {
	switch g.IntN(12) {
	case 0:
		return valueOf(pick[any](g, nil, "", 4, 4.0, -1, uint64(999), true))
	case 1:
		return valueOf(pick[any](g, "0x3e7", "0x10", "0X3E7", "0x00000010", "999", "16", "4", "4.0", "4.5", "-1", "04", "+4", "1000", "18446744073709551615", "18446744073709551616", "18446744073709551617", "2024-01-01T04:16:00.5+02:00", "2021-01-04 16:04:00"))
	case 2:
		return valueOf(pick[any](g, machineKey, "Machine key.", "%%2499", "10.1.2.3", "::ffff:10.1.2.3", "fe80::1%4", "10.1.2"))
	case 3:
		return valueOf(pick[any](g, "Zm9vYmFy", "xx Zm9vYmFy", "eGZvb2Jhcg==", "YQBiAA==", "//5hAGIA", "w7wteA=="))
	}
	s := ""
	for range 1 + g.IntN(4) {
		s += pick(g, g.word(), g.word(), pick(g, append(slices.Clone(atoms), "*", "?", "\n", "  ", "\xff")...))
	}
	return valueOf(s)
}
