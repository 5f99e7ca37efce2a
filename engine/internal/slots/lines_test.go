package slots

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

func TestNextLong(t *testing.T) {
	long := strings.Repeat("x", longLine)
	for _, c := range []struct{ before, line, after string }{
		{"", "", ""},
		{"a\nb\n", "", ""},
		{"", long, ""},
		{"", long, "\n"},
		{"", long + "y", "\r\nb"[1:]},
		{"\n\n", long, "\n" + long},
		{long[1:] + "\n", long, "\nb"},
		{long[1:] + "\n" + long[1:], "", ""},
		{"a\n" + long[1:] + "\n" + long[3:] + "\n", long + long + "\r", "\n"},
	} {
		text := c.before + c.line + c.after
		start, end := nextLong(text)
		if text[:start] != c.before || text[start:end] != c.line {
			t.Errorf("%q: %d to %d", text, start, end)
		}
	}
}

// pieces are what texts and literals are made of: in whatever case, folded to something
// else, broken, with ends of lines.
var pieces = []string{
	"a", "B", "bc", "Cmd", "\u212a", "k", "\u017f", "s", "ä", "Ä", "\xc3", "\xa4", "\xe2\x84", "\r\n", "\n", "\r", "=", "    ",
}

func piece(r *rand.Rand, n int) string {
	s := ""
	for range n {
		s += pieces[r.IntN(len(pieces))]
	}
	return s
}

// linesOf returns a text of some of the lines, long and short ones.
func linesOf(r *rand.Rand, lines []string) string {
	var b strings.Builder
	for range r.IntN(8) {
		b.WriteString(lines[r.IntN(len(lines))])
		b.WriteString([]string{"\n", "\r\n", ""}[r.IntN(3)])
	}
	return b.String()
}

// TestSlotIndexRemembers holds what is found in texts of which much comes again, with
// and without lines, against searches of one literal after the other.
func TestSlotIndexRemembers(t *testing.T) {
	const slot = 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0))
		var literals []Literal
		var ids []int32
		for range 1 + r.IntN(60) {
			text := fold.String(piece(r, 1+r.IntN(4)))
			if r.IntN(4) > 0 {
				text = strings.ReplaceAll(text, "\n", "") // or hardly any index goes by lines
			}
			if text == "" {
				continue
			}
			l := Literal{Key: Key{text, slot, []Place{Whole, AtStart, AtEnd, Anywhere, Anywhere, Anywhere}[r.IntN(6)]}}
			if signs := strings.TrimFunc(text, func(c rune) bool { return c > '=' }); signs != "" && r.IntN(4) == 0 {
				l.Text, l.Place = signs, Sign
			}
			if !slices.Contains(literals, l) {
				literals, ids = append(literals, l), append(ids, int32(len(literals)))
			}
		}
		x := newSlotIndex(slot, ids, literals, nil)
		lines := make([]string, 6)
		for i := range lines {
			lines[i] = piece(r, r.IntN(9)) + strings.Repeat("x", r.IntN(2)*longLine) + piece(r, r.IntN(9))
		}
		names := &view.Names{}
		names.Slot("C")
		e, s, m := view.NewEvent(names), &Scratch{kept: find.NewKept()}, &memory{}
		text := ""
		for i := range 60 {
			if i%2 == 0 || r.IntN(2) == 0 { // else as before: what is new in it is learnt with it
				text = linesOf(r, lines)
			}
			e.Load(&event.Event{Fields: event.Fields{{Name: "C", Value: event.TextValue(text)}}})
			var found find.Hits
			found.Reset(len(literals))
			x.find(&found, e.Field(slot), s, m)
			got := slices.Sorted(slices.Values(found.List()))
			if want := hasNaively(literals, fold.String(text)); !slices.Equal(got, want) {
				t.Fatalf("seed %d: %q has %v, want %v of %v", seed, text, got, want, literals)
			}
		}
	}
}

// hasNaively returns the literals that a folded text has.
func hasNaively(literals []Literal, text string) []int32 {
	var ids []int32
	for i, l := range literals {
		has := map[Place]func(s, t string) bool{
			Whole:   func(s, t string) bool { return s == t || string(match.TrimBlanks([]byte(s))) == t },
			AtStart: strings.HasPrefix, AtEnd: strings.HasSuffix, Anywhere: strings.Contains, Sign: strings.Contains,
		}[l.Place]
		if has(text, l.Text) {
			ids = append(ids, int32(i))
		}
	}
	return ids
}

// BenchmarkSlotIndexLines looks through a text of which one long line comes again and one short
// line does not.
func BenchmarkSlotIndexLines(b *testing.B) {
	var literals []Literal
	var ids []int32
	for i := range 200 {
		literals, ids = append(literals, Literal{Key: Key{Text: fmt.Sprintf("invoke-%d", i), Place: Anywhere}}), append(ids, int32(i))
	}
	names := &view.Names{}
	names.Slot("C")
	e, s, m := view.NewEvent(names), &Scratch{kept: find.NewKept()}, &memory{}
	x := newSlotIndex(0, ids, literals, nil)
	long := string(bytes.Repeat([]byte("SQBmACgAJABQAFMAVgBl"), 250))
	var found find.Hits
	found.Reset(len(ids))
	n := 0
	for b.Loop() {
		n++
		text := event.TextValue(fmt.Sprintf("Host Application = powershell.exe -enc %s\r\nSequence Number = %d\r\n", long, n))
		e.Load(&event.Event{Fields: event.Fields{{Name: "C", Value: text}}})
		x.find(&found, e.Field(0), s, m)
	}
}
