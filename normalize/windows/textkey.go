package windows

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// textKey appends to dst what two spellings of one localised text have in
// common: no blanks, no final stop or colon, no long-vowel mark at the end of a
// katakana run (プロバイダー名 and プロバイダ名), one case, one Unicode form.
func textKey(dst []byte, s string) []byte {
	start := len(dst)
	// Fast path: ASCII needs no normal form and no tables.
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 0x80:
			return append(dst[:start], wideKey(s)...)
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c|0x20)
		case c != ' ' && (c < '\t' || c > '\r'):
			dst = append(dst, c)
		}
	}
	if n := len(dst); n > start && (dst[n-1] == '.' || dst[n-1] == ':') {
		dst = dst[:n-1]
	}
	return dst
}

func wideKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
	for _, stop := range []string{"。", ".", ":"} {
		if rest, ok := strings.CutSuffix(s, stop); ok {
			s = rest
			break
		}
	}
	return cases.Fold().String(dropLongVowels(s))
}

func dropLongVowels(s string) string {
	runes := []rune(s)
	kept := runes[:0]
	for i, r := range runes {
		last := i+1 == len(runes) || runes[i+1] != 'ー' && !unicode.Is(unicode.Katakana, runes[i+1])
		if r != 'ー' || !last {
			kept = append(kept, r)
		}
	}
	return string(kept)
}
