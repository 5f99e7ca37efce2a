package jsonl_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// textsOf makes texts of up to 200 characters, with more or fewer escapes, of which
// some are wrong in every other text.
func textsOf(n int, yield func(text string)) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		letters := strings.Repeat("n", 4+i%40) + `t"/\\`
		if i%2 == 0 {
			letters += `\ux` + "\x01]\xdc\n"
		}
		text := make([]byte, rnd.IntN(200))
		for k := range text {
			text[k] = letters[rnd.IntN(len(letters))]
		}
		yield(string(text))
	}
}

// plainEscapes' naive twin takes one escape after the other.
func TestPlainEscapes(t *testing.T) {
	agreed := 0
	textsOf(50_000, func(text string) {
		plain, i := true, 0
		for ; i < len(text); i++ {
			if text[i] == '\\' {
				i++
				plain = plain && i < len(text) && strings.IndexByte(`"\/bfnrt`, text[i]) >= 0
			}
		}
		if i > len(text) {
			return // it ends within an escape
		}
		got := jsonl.PlainEscapes([]byte(text))
		if got && !plain || plain && !got && !strings.Contains(text, `\\\`) {
			t.Fatalf("%q: %v, want %v", text, got, plain)
		}
		if got && strings.Contains(text, `\`) {
			agreed++
		}
	})
	if agreed < 1000 {
		t.Errorf("only %d texts with plain escapes", agreed)
	}
}

// Wherever a long string is broken, it is found to be as by looking at it word by word.
func TestFindText(t *testing.T) {
	textsOf(50_000, func(text string) {
		if fast, slow := jsonl.FindText([]byte(text)); fast != slow {
			t.Fatalf("%q: %s, want %s", text, fast, slow)
		}
	})
}
