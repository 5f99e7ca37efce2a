package exprlang

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"unicode"

	"github.com/rulehound/rulehound/rules/ir"
)

// matcher is the constant part of a function: patterns, networks, a list.
type matcher interface{ match(text string) bool }

// parseGlob reads a pattern. A backslash before *, ? or \ takes its meaning away;
// before anything else it stands for itself, as in C:\Windows.
func parseGlob(s string) ir.Glob {
	var g ir.Glob
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			g = append(g, ir.Segment{Kind: ir.Literal, Text: literal.String()})
			literal.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`*?\`, s[i+1]) >= 0:
			i++
			literal.WriteByte(s[i])
		case c == '*':
			flush()
			if len(g) == 0 || g[len(g)-1].Kind != ir.AnyRun {
				g = append(g, ir.Segment{Kind: ir.AnyRun})
			}
		case c == '?':
			flush()
			g = append(g, ir.Segment{Kind: ir.AnyOne})
		default:
			literal.WriteByte(c)
		}
	}
	flush()
	return g
}

// globs matches a text with patterns.
type globs struct {
	texts    map[string]bool // those without wildcards, folded
	patterns []*regexp.Regexp
}

func newGlobs(patterns []string) (*globs, error) {
	g := &globs{texts: map[string]bool{}}
	for _, p := range patterns {
		parsed := parseGlob(p)
		if text, ok := parsed.Literal(); ok {
			g.texts[fold(text)] = true
			continue
		}
		re, err := regexp.Compile(expression(parsed))
		if err != nil {
			return nil, fmt.Errorf("%q is too large a pattern", p)
		}
		g.patterns = append(g.patterns, re)
	}
	return g, nil
}

func expression(g ir.Glob) string {
	var b strings.Builder
	b.WriteString(`(?is)\A`)
	for _, s := range g {
		switch s.Kind {
		case ir.AnyOne:
			b.WriteString(".")
		case ir.AnyRun:
			b.WriteString(".*")
		default:
			b.WriteString(regexp.QuoteMeta(s.Text))
		}
	}
	return b.String() + `\z`
}

func (g *globs) match(text string) bool {
	if g.texts[fold(text)] {
		return true
	}
	for _, re := range g.patterns {
		if re.MatchString(text) {
			return true
		}
	}
	return false
}

// networks matches an address with networks.
type networks []netip.Prefix

func (ns *networks) match(text string) bool {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return false
	}
	a = a.Unmap().WithZone("")
	for _, n := range *ns {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// parseNetwork reads a network, or an address as the network of it alone.
func parseNetwork(s string) (netip.Prefix, error) {
	if n, err := netip.ParsePrefix(s); err == nil {
		return n.Masked(), nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is no network", s)
	}
	a = a.Unmap()
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// fold makes texts that differ only in case equal, as strings.EqualFold sees it.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			if 'a' <= r && r <= 'z' {
				r -= 'a' - 'A'
			}
			return r
		}
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}
