package exprlang_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/ir"
)

// Expressions made to take long are refused, or loaded, within a moment.
func TestHostileExpressions(t *testing.T) {
	lets := "let ax = Image; "
	for i := range 30 {
		a, b := string(rune('a'+i%26))+strings.Repeat("x", i/26+1), string(rune('a'+(i+1)%26))+strings.Repeat("x", (i+1)/26+1)
		lets += "let " + b + " = " + a + " + " + a + "; "
	}
	for name, src := range map[string]string{
		"brackets":     strings.Repeat("(", 30_000) + "EventID == 1" + strings.Repeat(")", 30_000),
		"nots":         strings.Repeat("not ", 15_000) + "Signed",
		"ors":          "EventID == 1" + strings.Repeat(" or EventID == 1", 4_000),
		"minuses":      "EventID == " + strings.Repeat("-", 60_000) + "1",
		"array":        "EventID in [" + strings.Repeat("1,", 30_000) + "1]",
		"arrays":       "Image in " + strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000),
		"ternaries":    "(" + strings.Repeat("(EventID == 1 ? Image : CommandLine) + ", 30) + `"") == "x"`,
		"conditionals": strings.Repeat("EventID == 1 ? Signed : ", 2_000) + "Signed",
		"conditions":   strings.Repeat("(EventID == 1) == (", 40) + "Signed" + strings.Repeat(")", 40),
		"doubling":     lets + `aaa == "x"`,
		"lists":        "any(1..1000, any(1..1000, any(1..1000, EventID == #)))",
		"list":         "any(1..90000, EventID == #)",
		"concat":       "Image" + strings.Repeat(" + Image", 5_000) + ` == "x"`,
		"regexp":       `Image matches "((a{1,1000}){1,1000}){1,1000}"`,
		"long regexp":  `Image matches "` + strings.Repeat("(a|b)*", 9_000) + `"`,
		"range":        "EventID in 1..9223372036854775807",
		"power":        "EventID == 9 ** 9 ** 9 ** 9",
		"padding":      "EventID == 1" + strings.Repeat(" ", 70_000) + " or EventID == 2",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, problems := parse(t, src)
			if d := time.Since(start); d > 30*time.Second {
				t.Errorf("took %v", d)
			}
			for _, p := range problems {
				if p.Code == "internal" {
					t.Error(p)
				}
			}
			t.Logf("%v %.200v", time.Since(start), problems)
		})
	}
}

// Of an expression full of unknown fields the first twenty are listed.
func TestManyUnknownFields(t *testing.T) {
	src := "EventID == 1"
	for i := range 500 {
		src += fmt.Sprintf(" or Xyzzyx%d == 1", i)
	}
	_, problems := parse(t, src)
	if len(problems) != 21 || !strings.Contains(problems[20].Msg, `more than 20 unknown fields, from "Xyzzyx20" on`) {
		t.Errorf("%d problems: %v", len(problems), problems)
	}
}

// A leaf answers in a moment whatever the event holds.
func TestHostileValues(t *testing.T) {
	long := strings.Repeat("a b,", 1<<18)
	e := eventOf(map[string]any{"Image": long, "CommandLine": long})
	for _, src := range []string{
		`lower(Image) contains lower(CommandLine) + "x"`,
		`any(split(Image, " "), # matches "(a|b)*c")`,
		`split(Image, "a")[0] == "x"`,
		`replace(Image, "a", "") == "x"`,
		`Image + CommandLine + Image + CommandLine == "x"`,
		`len(Image) > 5 and trim(Image) == ""`,
	} {
		start := time.Now()
		holds(t, mustParse(t, src), e)
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s took %v", src, d)
		}
	}
}

func TestLeavesAreSafeForConcurrentUse(t *testing.T) {
	node := mustParse(t, `lower(Image) == "a" and toUint(ReturnCode) == 0 and isSystem(SubjectUserSid, SubjectUserName)`)
	yes := eventOf(map[string]any{"Image": "A", "ReturnCode": "0x0", "SubjectUserSid": "S-1-5-18", "SubjectUserName": "x"})
	no := eventOf(map[string]any{"Image": "A", "ReturnCode": "0x1", "SubjectUserSid": "S-1-5-18", "SubjectUserName": "x"})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if !holds(t, node, yes) || holds(t, node, no) {
					t.Error("wrong")
					return
				}
			}
		})
	}
	wg.Wait()
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{
		`EventID == 1 and not isSystem(SubjectUserSid, SubjectUserName)`, `let a = Image; a ?? "x" contains "b"`, `any([1,2], {# == EventID})`,
		`event["a b"] matches "x" ? Signed : inList(Image, "hosts")`, `split(Image, ",")[0] in ["a"] | len() > 1`, `{"a": 1}[lower(Image)] == 1 .. 2`,
		`count(filter(split(Image, "x"), # != ""), len(#) > 1) > 3`, `Image[1:2] == 'x' && hour(UtcTime) in [1]`,
	} {
		f.Add(src)
	}
	e := eventOf(map[string]any{"Image": "a,b", "EventID": 1, "UtcTime": "2024-02-03 01:00:00", "SubjectUserSid": "S-1-5-18"})
	f.Fuzz(func(t *testing.T, src string) {
		r, problems := parse(t, src)
		for _, p := range problems {
			if p.Code == "internal" {
				t.Fatal(p)
			}
		}
		if r == nil {
			return
		}
		for n := range ir.All(r.Condition) {
			if m := n.Origin(); m.Line < 5 || m.Col < 1 || m.Text == "" {
				t.Errorf("%+v", *m)
			}
		}
		holds(t, r.Condition, e)
	})
}

func BenchmarkLeaf(b *testing.B) {
	e := eventOf(map[string]any{"Image": `C:\Windows\cmd.exe`, "ReturnCode": "0x0", "SubjectUserSid": "S-1-5-21-1-2-3-4", "SubjectUserName": "x"})
	for name, src := range map[string]string{
		"toUint":   `toUint(ReturnCode) == 0`,
		"isSystem": `isSystem(SubjectUserSid, SubjectUserName)`,
		"lower":    `lower(Image) == "x"`,
	} {
		leaf := mustParse(b, src).(*ir.Leaf)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := leaf.Eval(e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		mustParse(b, `EventID == 5059 and Operation == "x" and KeyType == "y" and toUint(ReturnCode) == 0 and not isSystem(SubjectUserSid, SubjectUserName)`)
	}
}
