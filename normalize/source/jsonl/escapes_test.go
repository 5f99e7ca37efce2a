package jsonl_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// textsOf makes texts of up to 200 pieces, with more or fewer escapes, of which
// some are wrong in every other text.
func textsOf(n int, yield func(text string)) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		pieces := slices.Repeat([]string{"n"}, 4+i%40)
		pieces = append(pieces, "t", "/", "é", `\n`, `\\`, `\"`, `\u00e9`, `\ud83d\ude00`, `\ud83d`)
		if i%3 == 0 {
			pieces = append(pieces, `\u0061`, `\u212a`, `\u0027`, `\u003c`)
		}
		if i%2 == 0 {
			pieces = append(pieces, `"`, `\`, `\x`, `\u00`, "\x01]\xdc", "\n")
		}
		var text strings.Builder
		for range rnd.IntN(200) {
			text.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		yield(text.String())
	}
}

// knownEscapes' naive twin takes one escape after the other.
func TestKnownEscapes(t *testing.T) {
	agreed, hex := 0, regexp.MustCompile(`^u[0-9a-fA-F]{4}`)
	textsOf(50_000, func(text string) {
		known, plain, i := true, true, 0
		for ; i < len(text); i++ {
			if text[i] != '\\' {
				continue
			}
			if i++; i < len(text) && hex.MatchString(text[i:]) {
				plain = plain && text[i:i+5] != "u0061" && text[i:i+5] != "u212a"
			} else if i == len(text) || strings.IndexByte(`"\/bfnrt`, text[i]) < 0 {
				known = false
			}
		}
		if i > len(text) {
			return // it ends within an escape
		}
		gotKnown, gotPlain := jsonl.KnownEscapes([]byte(text))
		if gotKnown && (!known || gotPlain != plain) || known && !gotKnown && !strings.Contains(text, `\\\`) {
			t.Fatalf("%q: %v, %v, want %v, %v", text, gotKnown, gotPlain, known, plain)
		}
		if gotKnown && !plain && strings.Contains(text, "u00e9") {
			agreed++
		}
	})
	if agreed < 1000 {
		t.Errorf("only %d texts with \\u", agreed)
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

// Escapes are resolved as by encoding/json, however long the text is.
func TestUnescape(t *testing.T) {
	valid := 0
	textsOf(50_000, func(text string) {
		var want string
		if json.Unmarshal([]byte(`"`+text+`"`), &want) != nil {
			return
		}
		if short, long := jsonl.Unescape([]byte(text)); short != want || long != want {
			t.Fatalf("%q: %q, %q, want %q", text, short, long, want)
		}
		valid++
	})
	if valid < 10_000 {
		t.Errorf("only %d texts are valid", valid)
	}
}

// TestUnescapeOnce: long texts, which are remembered for a record, are that record's.
func TestUnescapeOnce(t *testing.T) {
	r := jsonl.NewReader()
	for _, c := range "abc" {
		long := strings.Repeat(string(c)+`\n`, 1000)
		text := fmt.Sprintf(`{"One":"%s","Two":"%sx","Three":"%s"`, long, long, long[:len(long)-3])
		for i := range 40 { // more than are remembered
			text += fmt.Sprintf(`,"%d":"%s%d"`, i, long, i)
		}
		text += "}"
		if got, want, ok := r.Record([]byte(text)); got != want || !ok || !strings.Contains(got, string(c)+"\n") {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
}
