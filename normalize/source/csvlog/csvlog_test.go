package csvlog

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// naive reads the cells of a row sign by sign.
func naive(text string, sep byte) (out []string) {
	for i := 0; ; {
		var cell []byte
		if i < len(text) && text[i] == '"' {
			for i++; i < len(text); i++ {
				if text[i] == '"' {
					if i++; i == len(text) || text[i] != '"' {
						break
					}
				}
				cell = append(cell, text[i])
			}
			out = append(out, string(cell))
			if i >= len(text) {
				return out
			}
			if text[i] == sep {
				i++
			}
			continue
		}
		for i < len(text) && text[i] != sep {
			cell = append(cell, text[i])
			i++
		}
		out = append(out, string(cell))
		if i == len(text) {
			return out
		}
		i++
	}
}

func TestCells(t *testing.T) {
	for seed := range uint64(2000) {
		text := random(rand.New(rand.NewPCG(seed, 1)), 12, `"`, `"`, `""`, ",", ",", "a", "é")
		var got []string
		for c := (cells{text: text, sep: ','}); !c.done; {
			cell, doubled := c.next()
			if doubled {
				cell = string(appendSingle(nil, cell))
			}
			got = append(got, cell)
		}
		if want := naive(text, ','); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func random(rng *rand.Rand, most int, words ...string) string {
	var b strings.Builder
	for range rng.IntN(most) {
		b.WriteString(words[rng.IntN(len(words))])
	}
	return b.String()
}

// A table in blocks of whatever size is what it is in a row, as records and as sketches.
func TestBlocks(t *testing.T) {
	records, sketches := NewDecoder(false), NewDecoder(true)
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		log := "\ufeff" + random(rng, 3, "#TYPE x\n", "\n") + random(rng, 8, "a,", "b,", `"c ""d""",`, "é,") + "z\n" +
			random(rng, 300, "1,", "\n", "\n", "\r\n", `"`, `""`, `"x,""y"" \u212a",`, `"`, `"2
3",`, ",", "\xff", "\u212a", "#TYPE ", strings.Repeat("4", 500), strings.Repeat(",", rng.IntN(2)*maxColumns))
		fails := rng.IntN(4) == 0
		open := func() io.Reader {
			r := iotest.HalfReader(strings.NewReader(log))
			if fails {
				return io.MultiReader(r, iotest.ErrReader(errors.New("no more")))
			}
			return r
		}
		var want []string
		for rec, err := range Records(t.Context(), open(), "log") {
			want = append(want, show(t, rec, err))
		}
		for _, size := range []int{1, 50, 1000, 20_000} {
			for _, d := range []*Decoder{records, sketches} {
				if got := inBlocks(t, d, open(), size); strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Fatalf("seed %d, blocks of %d bytes:\n%q\nin a row:\n%q", seed, size, got, want)
				}
			}
		}
	}
}

func inBlocks(t *testing.T, d *Decoder, r io.Reader, size int) (out []string) {
	var index int64
	for b, err := range blocksOf(t.Context(), r, "log", size) {
		if err != nil {
			return append(out, err.Error())
		}
		for rec, err := range d.Records(b) {
			if rec != nil {
				rec.Source.Index = index
				index++
			}
			out = append(out, show(t, rec, err))
		}
		b.Release()
	}
	return out
}

func show(t *testing.T, rec *event.Record, err error) string {
	if e, ok := errors.AsType[*loss.Error](err); ok {
		return fmt.Sprintf("%d bytes: %v", e.Bytes, err)
	}
	if err != nil {
		return err.Error()
	}
	fields := rec.Fields
	if s := rec.Sketch; s != nil {
		fields = s.Fields()
		text, plain := s.Text()
		if plain == strings.Contains(string(text), "\u212a") || len(s.Labels()) != len(fields) {
			t.Errorf("%d labels of %d, text %q, plain %v", len(s.Labels()), len(fields), text, plain)
		}
		for i, l := range s.Labels() {
			raw, quoted := s.Raw(i)
			if l.Name != fields[i].Name || string(raw) != fields[i].Value.Raw() || !quoted || s.Value(i) != fields[i].Value || !strings.Contains(string(text), string(raw)) {
				t.Errorf("%+v is %+v %q in %q", fields[i], l, raw, text)
			}
		}
	}
	return fmt.Sprintf("%+v %q", rec.Source, fmt.Sprint(fields))
}

// Labels are those of the same columns, wherever they stand, and shapes tell rows apart that
// have other ones.
func TestLabels(t *testing.T) {
	d := NewDecoder(true)
	shapes := map[uint64]string{}
	for range 3 {
		for _, log := range []string{"a,b,c\n1,2,3\n1,,3\n,2,3\n,,,4\n", "b,a\n1,2\n1,2,3,4\n", "a\n1\n"} {
			for b, err := range Blocks(t.Context(), strings.NewReader(log), "log") {
				if err != nil {
					t.Fatal(err)
				}
				for rec := range d.Records(b) {
					if rec.Sketch == nil {
						continue // decoded with the heading
					}
					names := ""
					for _, l := range rec.Sketch.Labels() {
						names += fmt.Sprintf("%s %p ", l.Name, l)
					}
					if was, known := shapes[rec.Sketch.Shape()]; known && was != names {
						t.Errorf("%q has the shape of %q", names, was)
					}
					shapes[rec.Sketch.Shape()] = names
				}
			}
		}
	}
	if len(shapes) != 4 {
		t.Errorf("%d shapes: %v", len(shapes), shapes)
	}
}

// A heading has no more names than rows may have cells, however long it is.
func TestHeadingIsBounded(t *testing.T) {
	h := headingOf(strings.Repeat("a;", 4*maxColumns) + "b")
	if len(h.names) != maxColumns || h.name(maxColumns-1) != "a" {
		t.Errorf("%d names, the last one %q", len(h.names), h.name(maxColumns-1))
	}
}
