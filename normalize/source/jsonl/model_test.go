package jsonl_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// A record is the same whatever records were read before it: a scanner that has read
// none is the naive twin of one that has.
func TestModels(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	r, texts, like := jsonl.NewReader(), precedents{}, 0
	var kinds []string
	for i := range 40_000 {
		if i%2000 == 0 {
			kinds = kinds[:0]
			for range 8 {
				kinds = append(kinds, objectOf(rnd, 3))
			}
		}
		text := filled(rnd, kinds[rnd.IntN(len(kinds))])
		switch rnd.IntN(8) {
		case 0:
			text = damage(rnd, text)
		case 1:
			text = text[:rnd.IntN(len(text))+1]
		}
		got, want, ok := r.Record([]byte(text + "\n{}"))
		if got != want {
			t.Fatalf("record %d, %s:\n%s\nwant\n%s", i, text, got, want)
		}
		if r.Like() {
			like++
		}
		if ok {
			texts.check(t, r)
		}
	}
	if like < 10_000 {
		t.Errorf("only %d records were like others", like)
	}
}

// TestModelsOfManyNames: of names that are too many to be numbered one is not taken for another.
func TestModelsOfManyNames(t *testing.T) {
	r, texts := jsonl.NewReader(), precedents{}
	read := func(text string) {
		t.Helper()
		if got, want, ok := r.Record([]byte(text)); got != want || !ok {
			t.Fatalf("%s:\n%s\nwant\n%s", text, got, want)
		}
		texts.check(t, r)
	}
	const same = `"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}`
	read(`{"t":1,"x":1,"y":1,"z":1,` + same)
	many := `{"` + strings.Repeat("p", 4000) + `":{"first":1`
	for i := range 2050 {
		many += fmt.Sprintf(`,"%x":1`, i)
	}
	read(many + "}}")
	for range 6 {
		read(`{"one":"v","t":1,"z":1,` + same)
		read(`{"one":"v","t":1,"y":1,` + same)
	}
	for range 5 {
		read(`{"two":"v","t":1,"x":1,` + same)
	}
	read(`{"two":"v","t":1,"y":1,` + same)
}

func TestModelsCorpora(t *testing.T) {
	for _, name := range []string{"nxlog-1", "nxlog-3", "flat-1", "winlogbeat6-1", "winlogbeat7-1"} {
		t.Run(name, func(t *testing.T) {
			r, texts := jsonl.NewReader(), precedents{}
			for line := range bytes.Lines(unpack(t, corpus+"json/"+name+".jsonl.gz", 4<<20)) {
				if got, want, _ := r.Record(line); got != want {
					t.Fatalf("%s:\n%s\nwant\n%s", line, got, want)
				}
				texts.check(t, r)
			}
		})
	}
}

// precedents are the records that others may be like.
type precedents map[*event.Precedent]precedent

type precedent struct {
	text   string
	values []string
}

// check holds the last record to its precedents: what is no news stands in their texts,
// and what is no other value is theirs.
func (ps precedents) check(t *testing.T, r jsonl.Reader) {
	t.Helper()
	text, plain, p := r.Text()
	if folds := bytes.Contains(text, []byte("\u212a")) || bytes.Contains(text, []byte("\u017f")); folds && plain {
		t.Fatalf("%s is said not to fold to ASCII", text)
	}
	for i, from := 0, 0; len(p.Of) > 0 && i <= len(p.News); i++ {
		to, next := len(text), 0
		if i < len(p.News) {
			to, next = p.News[i][0], p.News[i][1]
		}
		old := string(text[from:to])
		if !slices.ContainsFunc(p.Of, func(o *event.Precedent) bool { return strings.Contains(ps[o].text, old) }) {
			t.Fatalf("%s: %q is said not to be new", text, old)
		}
		from = next
	}
	values := r.Values()
	if p.Like != nil {
		if !slices.Contains(p.Of, p.Like) || len(ps[p.Like].values) != len(values) {
			t.Fatalf("%s is said to be like %s", text, ps[p.Like].text)
		}
		for i, old := range ps[p.Like].values {
			if old != values[i] && !slices.Contains(p.Others, int32(i)) {
				t.Fatalf("%s is like %s, but for %v", text, ps[p.Like].text, p.Others)
			}
		}
	}
	for _, as := range p.As {
		ps[as] = precedent{string(text), values}
	}
}

// objectOf makes an object with # for its values. A few names come again and again.
func objectOf(rnd *rand.Rand, depth int) string {
	var parts []string
	for range rnd.IntN(8) + 1 {
		parts = append(parts, pick(rnd, `"a":`, `"b":`, `"c" : `, `"d.e":`, `"\u0066":`, `"g\"":`, `"Image":`, `"CommandLine":`)+valueOf(rnd, depth))
	}
	return "{" + strings.Join(parts, pick(rnd, ",", ",", ",", " , ", ",\n")) + "}"
}

func valueOf(rnd *rand.Rand, depth int) string {
	switch n := rnd.IntN(12); {
	case n == 0 && depth > 0:
		return objectOf(rnd, depth-1)
	case n == 1 && depth > 0:
		var parts []string
		for range rnd.IntN(4) {
			parts = append(parts, valueOf(rnd, depth-1))
		}
		return "[" + strings.Join(parts, ",") + pick(rnd, "]", " ]")
	case n == 2:
		return pick(rnd, "{}", "[]", "{ }", "[[]]", "[{}]")
	}
	return "#"
}

// filled puts values into an object, most of them the same as in others.
func filled(rnd *rand.Rand, object string) string {
	var b strings.Builder
	for _, c := range object {
		if c != '#' {
			b.WriteRune(c)
			continue
		}
		switch rnd.IntN(12) {
		case 0:
			fmt.Fprint(&b, rnd.IntN(300))
		case 1:
			b.WriteString(pick(rnd, "true", "false", "null", "-1.5e3", "[]", "{}", `["x"]`, `{"a":1}`, " 7"))
		case 2:
			b.WriteString(pick(rnd, `"x"`, `""`, `"x\\"`, `"x\\\\"`, `"\u0041"`, `"\u0027x\u003c"`, `"é"`, `"K"`, `"x\q"`))
		case 3, 4:
			long := strings.Repeat(pick(rnd, "C:", `C:\\Windows\\`, `\"`, `\u00e4`, "é"), 10+rnd.IntN(3))
			fmt.Fprintf(&b, `"%s%s%s"`, long, pick(rnd, "", `\`, `\\`, `\"`, `\u`, "x", `"`), pick(rnd, "", "x", `\\`, `\r\nabc`, `\u0041`))
		default:
			b.WriteString(`"the same"`)
		}
	}
	return b.String()
}

// damage changes a byte or two.
func damage(rnd *rand.Rand, text string) string {
	b := []byte(text)
	for range rnd.IntN(2) + 1 {
		b[rnd.IntN(len(b))] = signs[rnd.IntN(len(signs))]
	}
	return string(b)
}

const signs = ",\"{}[]:\\ \nx0u"

func pick(rnd *rand.Rand, from ...string) string { return from[rnd.IntN(len(from))] }
