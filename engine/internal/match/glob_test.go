package match_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules/ir"
)

func TestGlob(t *testing.T) {
	runTable(t, []row{
		{"match", f(ir.Equals, glob("a*d")), texts("abcd"), true},
		{"run of nothing", f(ir.Equals, glob("a*b")), texts("ab"), true},
		{"near miss", f(ir.Equals, glob("a*d")), texts("abcde"), false},
		{"ends do not overlap", f(ir.Equals, glob("ab*ba")), texts("aba"), false},
		{"absent", f(ir.Equals, glob("*")), nil, false},
		{"null", f(ir.Equals, glob("*")), vals(null), false},
		{"empty", f(ir.Equals, glob("*")), texts(""), true},
		{"one is not none", f(ir.Equals, glob("?")), texts(""), false},
		{"one character of two bytes", f(ir.Equals, glob("a?c")), texts("aéc"), true},
		{"two characters are not one", f(ir.Equals, glob("a?c")), texts("abbc"), false},
		{"line breaks", f(ir.Equals, glob("a*c?d")), texts("a\r\nc\nd"), true},
		{"case", f(ir.Equals, glob("A*D")), texts("abcd"), true},
		{"cased", cased(f(ir.Equals, glob("A*D"))), texts("abcd"), false},
		{"middle pieces in order", f(ir.Equals, glob("a*b*c*d")), texts("a c b c d"), true},
		{"middle pieces out of order", f(ir.Equals, glob("a*c*b*d")), texts("a b c d"), false},
		{"middle with one", f(ir.Equals, glob("*a?c*")), texts("aac abc"), true},
		{"ones before a run", f(ir.Equals, glob("??*")), texts("a"), false},
		{"ones after a run", f(ir.Equals, glob("*??")), texts("äö"), true},
		{"trailing blanks", f(ir.Equals, glob("a*d")), texts("abcd  "), true},
		{"number as text", f(ir.Equals, glob("46*")), texts("4624"), true},
		{"several values", f(ir.Equals, glob("b*")), texts("a", "bc"), true},
		{"dash", f(ir.Contains, glob(" ~enc ")), texts("ps –ENC x"), true},
		{"dash is no letter", f(ir.Contains, glob(" ~enc ")), texts("ps xenc x"), false},
		{"every dash", f(ir.Equals, glob("~~~~~")), texts("-/–—―"), true},
		{"dash at the end", f(ir.EndsWith, glob("a~")), texts("xa―"), true},
		{"invalid UTF-8 is one character a byte", f(ir.Equals, glob("a??b")), texts("a\xff\xfeb"), true},
	})
}

// Patterns that make backtracking matchers explode end at once.
func TestGlobIsLinear(t *testing.T) {
	pattern := strings.Repeat("*a", 60) + "*b"
	start := time.Now()
	if _, ok := ask(t, f(ir.Equals, glob(pattern)), texts(strings.Repeat("a", 20000))); ok {
		t.Error("there is no b")
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

// TestGlobRuns: a long run of any is as many characters as it says, wherever it
// stands and whatever they are made of.
func TestGlobRuns(t *testing.T) {
	for _, char := range []string{"x", "é", "xéx"} {
		run, ones := strings.Repeat(char, 20), strings.Repeat("?", len([]rune(char))*20)
		for _, pattern := range []string{ones + "z", "a" + ones, "a" + ones + "z", "*" + ones + "z", "z*" + ones} {
			text := strings.ReplaceAll(strings.ReplaceAll(pattern, ones, run), "*", "")
			for _, op := range []ir.Op{ir.Equals, ir.Contains, ir.StartsWith, ir.EndsWith} {
				if _, ok := ask(t, f(op, glob(pattern)), texts(text)); !ok {
					t.Errorf("%s %s is not in %s", op, pattern, text)
				}
				if _, ok := ask(t, f(op, glob("?"+pattern)), texts(text)); ok && !strings.HasPrefix(pattern, "*") && !strings.Contains(pattern, "z*") {
					t.Errorf("%s ?%s is in %s", op, pattern, text)
				}
			}
		}
	}
}

// FuzzGlob holds globs against regular expressions.
func FuzzGlob(f *testing.F) {
	f.Add("a*b?c~", "aXXbYc-", uint8(0))
	f.Add("ab*ba", "aba", uint8(0))
	f.Add("?K*", "\u212ak", uint8(1))
	f.Add("~", "x―", uint8(3))
	f.Fuzz(func(t *testing.T, pattern, text string, anchors uint8) {
		if len(pattern) > 40 || len(text) > 200 || !validText(pattern) || !validText(text) {
			return
		}
		op := ir.Op(anchors % 4)
		// Equality tolerates trailing blanks: leave them out here.
		text = strings.TrimRight(text, " \t\r\n")
		want := globRegexp(pattern, op).MatchString(text)
		if _, got := ask(t, &ir.Field{Op: op, Values: []ir.Value{glob(pattern)}}, texts(text)); got != want {
			t.Errorf("%s %q on %q: %v, want %v", op, pattern, text, got, want)
		}
	})
}

func validText(s string) bool { return !strings.ContainsRune(s, '\ufffd') }

func globRegexp(pattern string, op ir.Op) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?is)")
	if op == ir.Equals || op == ir.StartsWith {
		b.WriteString(`\A`)
	}
	for _, r := range pattern {
		switch r {
		case '*':
			b.WriteString(".*")
		case '?':
			b.WriteString(".")
		case '~':
			b.WriteString("[-/–—―]")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	if op == ir.Equals || op == ir.EndsWith {
		b.WriteString(`\z`)
	}
	return regexp.MustCompile(b.String())
}
