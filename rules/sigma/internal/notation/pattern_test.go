package notation_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// TestPattern holds what patterns are as regular expressions, and that a text
// that they leave as it is comes back as a literal.
func TestPattern(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""}, {"a.b", `a\.b`}, {"*a?", `(?s:.*)a(?s:.)`}, {"**", `(?s:.*)`},
		{`\*\?`, `\*\?`}, {`C:\Temp\x`, `C:\\Temp\\x`}, {`\\srv`, `\\srv`}, {`\\\*`, `\\\*`}, {`a\\*`, `a\\(?s:.*)`}, {`a\`, `a\\`},
	} {
		p := notation.Parse(tt.in, false)
		if got := p.Expression(); got != tt.want {
			t.Errorf("%q is %s, not %s", tt.in, got, tt.want)
		}
		if s, ok := p.Literal(); ok != !regexp.MustCompile(`\(\?s`).MatchString(tt.want) || ok && regexp.QuoteMeta(s) != tt.want {
			t.Errorf("%q is the literal %q, %v", tt.in, s, ok)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"%a%", []string{"a"}}, {"x%a.b%y%c-d%", []string{"a.b", "c-d"}}, {`\%a%`, nil}, {"%%", nil}, {"100% of %a", nil}, {"%a b%c%", []string{"c"}},
	} {
		var got []string
		for _, piece := range notation.Parse(tt.in, true) {
			if piece.Placeholder != "" {
				got = append(got, piece.Placeholder)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, not %q", tt.in, got, tt.want)
		}
	}
}

// TestDashes: a dash that starts a parameter is spelled in all ways, another in
// its own.
func TestDashes(t *testing.T) {
	for in, want := range map[string][]string{
		"-a": {"-a", "/a", "–a", "—a", "―a"}, "a -": {"a -"}, "a-b": {"a-b"}, "/ a": {"/ a"}, "a-b -": {"a-b -"},
	} {
		var got []string
		for _, p := range notation.Plain(in).Dashed().Spelled() {
			s, ok := p.Literal()
			if !ok {
				t.Errorf("%q: a dash is left in %s", in, p)
			}
			got = append(got, s)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}
