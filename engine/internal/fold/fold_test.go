package fold_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/fold"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"abc", "abc"},
		{"@AZ[`az{", "@az[`az{"},
		{"LONGER THAN EIGHT BYTES", "longer than eight bytes"},
		{"ASCII THEN Ä AND MORE ASCII", "ascii then Ä and more ascii"},
		{"\u212a\u017f", "ks"},
		{"\u0130", "\u0130"},
		{"Σσς", "ΣΣΣ"},
		{"bad\xff\xfeBYTES", "bad\xff\xfebytes"},
	} {
		if got := fold.String(c.in); got != c.want {
			t.Errorf("String(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// FuzzFold holds folding against strings.EqualFold, which it must agree with,
// and never makes a text longer.
func FuzzFold(f *testing.F) {
	f.Add("Straße", "STRASSE")
	f.Add("\u212aelvin", "kelvin")
	f.Add("ǅ", "ǆ")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		if len(fold.String(a)) > len(a) {
			t.Errorf("String(%q) is longer", a)
		}
		for _, other := range []string{b, strings.ToUpper(a), strings.ToLower(a)} {
			if got, want := fold.String(a) == fold.String(other), strings.EqualFold(a, other); got != want {
				t.Errorf("%q and %q fold alike: %v, want %v", a, other, got, want)
			}
		}
	})
}

func TestHidesASCII(t *testing.T) {
	for r := rune(0x80); r < 0x20000; r++ {
		folded := fold.String(string(r))
		if got := fold.HidesASCII("a" + string(r)); got != fold.IsASCII(folded) {
			t.Errorf("%q folds to %q, hides: %v", r, folded, got)
		}
	}
}

func TestIsASCII(t *testing.T) {
	for n := range 70 {
		s := strings.Repeat("x", n)
		if !fold.IsASCII(s) {
			t.Errorf("%q is ASCII", s)
		}
		for i := range n {
			if odd := s[:i] + "\x80" + s[i+1:]; fold.IsASCII(odd) {
				t.Errorf("%q is not ASCII", odd)
			}
		}
	}
}

func TestFoldEveryLetter(t *testing.T) {
	for r := rune(1); r < 0x20000; r++ {
		s := string(r)
		for _, other := range []string{strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s)} {
			if got, want := fold.String(s) == fold.String(other), strings.EqualFold(s, other); got != want {
				t.Fatalf("%q and %q fold alike: %v, want %v", s, other, got, want)
			}
		}
	}
}
