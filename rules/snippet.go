package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// maxSnippet is how much of a long line a snippet shows, in characters.
const maxSnippet = 160

// Snippet is [Source.Snippet] for the only problem of a file.
func Snippet(p *Problem, src []byte) string { return NewSource(src).Snippet(p) }

// Source is a rule file whose lines can be shown.
type Source struct{ text *yamltext.Text }

// NewSource returns the file that src is.
func NewSource(src []byte) *Source {
	text, err := yamltext.Read(src)
	if err != nil {
		text = &yamltext.Text{}
	}
	return &Source{text}
}

// Snippet returns the line of the file that p is about, with a mark below the
// word that p points at, as two lines of text; "" when p has no position or the
// file no such line. What a terminal could take for a command is not shown.
func (s *Source) Snippet(p *Problem) string {
	text := s.text.Line(p.Line)
	if text == "" {
		return ""
	}
	length := utf8.RuneCountInString(text)
	at := min(max(p.Col-1, 0), length)
	if start := max(0, at-maxSnippet/2); length > maxSnippet {
		text, at = text[offset(text, start):], at-start
	}
	line := []rune(text[:offset(text, maxSnippet)])
	for i, r := range line {
		switch {
		case r == '\t':
			line[i] = ' ' // so that the mark stands below its word
		case !unicode.IsPrint(r):
			line[i] = unicode.ReplacementChar
		}
	}
	mark := "^" + strings.Repeat("~", max(0, wordLength(line[at:])-1))
	return fmt.Sprintf("%4d | %s\n     | %s%s\n", p.Line, string(line), strings.Repeat(" ", at), mark)
}

// offset returns where character n of s begins, its end where there is none.
func offset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// wordLength returns how many characters the word at the start of line has.
func wordLength(line []rune) int {
	n := 0
	for n < len(line) && (unicode.IsLetter(line[n]) || unicode.IsDigit(line[n]) || strings.ContainsRune("_-.", line[n])) {
		n++
	}
	return n
}
