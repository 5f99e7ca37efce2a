package jsonl_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// Long texts are the same whatever texts were read before them: a scanner that has read
// none is the naive twin of one that reads along passages.
func TestPassages(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	r, texts, along := jsonl.NewReader(), precedents{}, 0
	var scripts [][]string
	for i := range 6000 {
		if i%1000 == 0 {
			scripts = scripts[:0]
			for range 6 {
				scripts = append(scripts, script(rnd))
			}
		}
		n := rnd.IntN(len(scripts))
		lines := another(rnd, scripts[n])
		if rnd.IntN(4) == 0 {
			scripts[n] = lines
		}
		text := fmt.Sprintf(`{"EventID":800,"Before":%d,"Message":"%s","Behind":%d}`, rnd.IntN(2), strings.Join(lines, ""), rnd.IntN(3)) + "\n"
		switch rnd.IntN(30) {
		case 0:
			text = damage(rnd, text)
		case 1:
			text = text[:rnd.IntN(len(text))+1]
		}
		got, want, ok := r.Record([]byte(text + "{}"))
		if got != want {
			t.Fatalf("record %d, %s:\n%s\nwant\n%s", i, text, got, want)
		}
		if along += r.AlongPassages(); ok {
			texts.check(t, r)
		}
	}
	if along < 400 {
		t.Errorf("only %d texts were like passages to their end", along)
	}
}

// script makes lines, escaped as in JSON, of which some begin alike.
func script(rnd *rand.Rand) (lines []string) {
	lines = append(lines, pick(rnd, `CommandInvocation(ForEach-Object): \"ForEach-Object\"; value=\"one of those with 64 bytes\"`, `\tHost Application = C:\\\\Windows\\System32\\powershell.exe -NoProfile -NonInteractive `, strings.Repeat("ü", 40))+feed(rnd))
	for range rnd.IntN(200) + 30 {
		lines = append(lines, line(rnd)+feed(rnd))
	}
	return lines
}

func feed(rnd *rand.Rand) string {
	return pick(rnd, `\r\n`, `\r\n`, `\n`, `\\n`, `\\\n`, `\n\n`, "", `\r`)
}

func line(rnd *rand.Rand) string {
	return pick(rnd, ``, `\t`, `ParameterBinding: `, `é`, `C:\\Users\\n`, `\\`, `\"`, `\/`, `a`) + fmt.Sprint(rnd.IntN(1000)) +
		pick(rnd, strings.Repeat("value ", rnd.IntN(20)), `\"quoted\"`, `name=\"InputObject\"; value=\"x\"`, `ends in \\`, `\t`)
}

// another is lines with some of them changed, added, and left out.
func another(rnd *rand.Rand, lines []string) []string {
	lines = slices.Clone(lines)
	for range rnd.IntN(4) {
		i := rnd.IntN(len(lines))
		switch rnd.IntN(12) {
		case 0:
			lines = slices.Insert(lines, i, line(rnd)+feed(rnd))
		case 1:
			lines = slices.Delete(lines, i, i+1+rnd.IntN(len(lines)-i))
			lines = append(lines, `end`)
		case 2:
			lines[i] = pick(rnd, `\u000a`, `\u212a`, "\u212a", `\u0041`, "\xff", `\x`, `"`, "\n", `\ud83d\ude00`, `\`, "\u017f", strings.Repeat("long ", 2000)) + lines[i]
		case 3:
			lines = append(lines, line(rnd))
		default:
			lines[i] = fmt.Sprint(rnd.IntN(100)) + lines[i]
		}
	}
	return lines
}

// A script that begins as many did that never came again is read along, too, in the end.
func TestPassagesLearnAgain(t *testing.T) {
	r, along := jsonl.NewReader(), 0
	read := func(script, n int) {
		head := strings.Repeat("the same ", 10)
		text := fmt.Sprintf(`{"Message":"%s%d\r\n%s","Number":%d}`, head, n, strings.Repeat(fmt.Sprintf(`line of %d\r\n`, script), 200), n)
		if got, want, _ := r.Record([]byte(text)); got != want {
			t.Fatalf("%s:\n%s\nwant\n%s", text, got, want)
		}
		along += r.AlongPassages()
	}
	for script := range 30 {
		read(script, script)
	}
	if along > 0 {
		t.Fatalf("%d texts are said to be like others", along)
	}
	for n := range 200 {
		read(1000, n)
	}
	if along < 100 {
		t.Errorf("of 200 like texts %d were read along", along)
	}
}
