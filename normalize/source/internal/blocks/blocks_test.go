package blocks

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// grammar has records that begin with a # behind an empty line, unless "no" stands three lines
// later; their lines are fields, of which those with a backslash are rewritten.
var grammar = Grammar{
	Format: "test",
	Starts: func(before, b []byte) bool {
		lines := bytes.SplitN(b, []byte("\n"), 5)
		return len(before) == 0 && bytes.HasPrefix(b, []byte("#")) && (len(lines) < 5 || string(lines[3]) != "no")
	},
	Fields: func(d *Draft, text string) bool {
		if strings.Contains(text, "bad") {
			return false
		}
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(line, "=")
			if strings.Contains(value, `\`) {
				value = d.Keep(append(d.Room(len(value)), strings.ReplaceAll(value, `\`, "")...))
			}
			d.Add(name, value)
		}
		return true
	},
}

// A log in blocks of whatever size is what it is in a row.
func TestBlocks(t *testing.T) {
	d := grammar.NewDecoder(false)
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 0))
		log := randomLog(rng)
		want := inOrder(t, strings.NewReader(log))
		for _, size := range []int{1, 50, 1000, 20_000} {
			if got := inBlocks(t, d, iotest.HalfReader(strings.NewReader(log)), size); strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Fatalf("seed %d, blocks of %d bytes:\n%q\nin a row:\n%q", seed, size, got, want)
			}
		}
	}
}

func randomLog(rng *rand.Rand) string {
	words := []string{"#", "#1=", "\n", "\n", "\n#a=b\\c", "\n\n#", "no\n", "bad", "x=y\n", "\r\n", " ", "\xff", "é=", "\\", strings.Repeat("long=", 100), "\ufeff"}
	var log strings.Builder
	for range rng.IntN(400) {
		log.WriteString(words[rng.IntN(len(words))])
	}
	return log.String()
}

// An input that fails says so in the same words, behind all that came before.
func TestBlocksThatFail(t *testing.T) {
	for _, text := range []string{"", "#a", "#a=1\n\n#b=2\n", strings.Repeat("#a=1\n\n", 50_000)} {
		log := func() io.Reader {
			return io.MultiReader(strings.NewReader(text), iotest.ErrReader(errors.New("no more")))
		}
		got, want := inBlocks(t, grammar.NewDecoder(false), log(), scan.BlockSize), inOrder(t, log())
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%.20q: %.500q\nin a row: %.500q", text, got, want)
		}
	}
}

func inOrder(t *testing.T, r io.Reader) (out []string) {
	for rec, err := range grammar.Records(t.Context(), r, "log") {
		out = append(out, show(rec, err))
	}
	return out
}

func inBlocks(t *testing.T, d *scan.BlockDecoder, r io.Reader, size int) (out []string) {
	var index int64
	for b, err := range grammar.blocks(t.Context(), r, "log", size) {
		if err != nil {
			return append(out, err.Error())
		}
		var recs []*event.Record
		var errs []error
		for rec, err := range d.Records(b) {
			recs, errs = append(recs, rec), append(errs, err)
		}
		for i, rec := range recs { // all of them, as they are when the last one has been read
			if rec != nil {
				rec.Source.Index = index
				index++
			}
			out = append(out, show(rec, errs[i]))
		}
		b.Release()
	}
	return out
}

func show(rec *event.Record, err error) string {
	if e, ok := errors.AsType[*loss.Error](err); ok {
		return fmt.Sprintf("%d bytes: %v", e.Bytes, err)
	}
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%+v %q", rec.Source, fmt.Sprint(rec.Fields))
}
